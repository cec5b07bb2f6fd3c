"""Random updates, conditions and sums by the server and by a model of them in Python: exact decimals, plain dicts and lists.

The model knows what may go wrong with a value (its type, its digits, its path) and nothing of how the server works. Seeds are
fixed, so that a failure comes back.
"""

import copy
import random
from decimal import Context, Decimal, Inexact, Overflow, Underflow

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError
from conftest import unique_name
from dynamodb_items import client, key, table  # noqa: F401

EXACT = Context(prec=38, Emin=-130, Emax=125, traps=[Inexact, Overflow, Underflow])
WIDE = Context(prec=400)


class Reader(TypeDeserializer):
    """boto3 takes no number of more than 38 digits, not even one that ends in zeros."""

    def _deserialize_n(self, value):
        return Decimal(value)


SERIALIZE = TypeSerializer().serialize
DESERIALIZE = Reader().deserialize

WRONG_TYPE = "An operand in the update expression has an incorrect data type"
WRONG_PATH = "The document path provided in the update expression is invalid for update"
MISSING = "The provided expression refers to an attribute that does not exist in the item"
OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range"
UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range"


class Refusal(Exception):
    pass


def add(a, b):
    if not isinstance(a, Decimal) or not isinstance(b, Decimal):
        raise Refusal(WRONG_TYPE)
    total = WIDE.add(a, b)
    if not total:
        return Decimal(0)
    if total.adjusted() > 125 or len(total.normalize(WIDE).as_tuple().digits) > 38:
        raise Refusal(OVERFLOW)
    if total.adjusted() < -130:
        raise Refusal(UNDERFLOW)
    return total


def random_number(rng):
    digits = rng.choice([1, 2, 5, 19, 37, 38])
    exponent = rng.choice([0, 0, 0, -1, 1, -10, 20, -37, 60, -92, 87])
    return EXACT.create_decimal(rng.choice("+-") + "".join(rng.choice("0123456789") for _ in range(digits)) + f"E{exponent}")


# ---- values, paths and items at random ----
NAMES = ["a", "b", "d", "e"]


def random_value(rng, depth=2):
    kinds = ["number", "number", "string", "binary", "strings", "numbers", "flag", "none"]
    kind = rng.choice(kinds + ["map", "list"] * (2 if depth else 0))
    if kind == "number":
        return Decimal(rng.randint(-9, 9))
    if kind == "string":
        return rng.choice(["", "x", "xy", "yx"])
    if kind == "binary":
        return Binary(rng.choice([b"", b"x", b"\x80"]))
    if kind == "strings":
        return set(rng.sample(["x", "y", "z", "xy"], rng.randint(1, 3)))
    if kind == "numbers":
        return {Decimal(n) for n in rng.sample(range(-3, 4), rng.randint(1, 3))}
    if kind == "map":
        return {name: random_value(rng, depth - 1) for name in rng.sample(NAMES, rng.randint(0, 3))}
    if kind == "list":
        return [random_value(rng, depth - 1) for _ in range(rng.randint(0, 3))]
    return rng.random() < 0.5 if kind == "flag" else None


def random_item(rng):
    return {name: random_value(rng) for name in rng.sample(NAMES, rng.randint(1, 4))}


def random_path(rng, item):
    """Mostly one that leads somewhere."""
    path = [rng.choice(list(item) or NAMES) if rng.random() < 0.85 else rng.choice(NAMES)]
    while rng.random() < 0.5:
        here = find(item, path)
        if isinstance(here, dict) and rng.random() < 0.95:
            path.append(rng.choice(list(here) + ["a"]))
        elif isinstance(here, list) and rng.random() < 0.95:
            path.append(rng.randint(0, len(here)))
        elif rng.random() < 0.3:
            path.append(rng.choice(["a", 0]))
        else:
            break
    return path


def text_of(path):
    return path[0] + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path[1:])


NOTHING = object()


def find(item, path):
    here = item
    for step in path:
        if isinstance(step, int):
            if not isinstance(here, list) or step >= len(here):
                return NOTHING
        elif not isinstance(here, dict) or step not in here:
            return NOTHING
        here = here[step]
    return here


def meet(a, b):
    """Whether two paths overlap or conflict."""
    for one, other in zip(a, b):
        if isinstance(one, int) != isinstance(other, int):
            return True
        if one != other:
            return False
    return True


class Values:
    """ExpressionAttributeValues as they are used."""

    def __init__(self):
        self.values = {}

    def name(self, value):
        name = f":v{len(self.values)}"
        self.values[name] = SERIALIZE(value)
        return name


# ---- updates ----
class Update:
    def __init__(self, rng, item):
        self.rng, self.item = rng, item
        self.values = Values()
        self.paths, self.edits, self.removals, self.sections = [], [], [], {}
        self.refusals = []

    def path(self):
        for _ in range(20):
            path = random_path(self.rng, self.item)
            if not any(meet(path, other) for other in self.paths):
                self.paths.append(path)
                return path
        return None

    def operand(self):
        """The text, and what finds its value in the item as it was."""
        rng = self.rng
        kind = rng.choice(["value", "path", "path", "if_not_exists", "list_append"])
        if kind == "value":
            value = random_value(rng, 1)
            return self.values.name(value), lambda: value
        path = random_path(rng, self.item)
        if kind == "path":
            return text_of(path), lambda: self.read(path)
        if kind == "if_not_exists":
            value = random_value(rng, 1)
            text = f"if_not_exists({text_of(path)}, {self.values.name(value)})"
            return text, lambda: value if find(self.item, path) is NOTHING else find(self.item, path)
        value = [random_value(rng, 1)]
        text = f"list_append({text_of(path)}, {self.values.name(value)})"
        return text, lambda: self.appended(path, value)

    def read(self, path):
        found = find(self.item, path)
        if found is NOTHING:
            raise Refusal(MISSING)
        return found

    def appended(self, path, value):
        found = self.read(path)
        if not isinstance(found, list):
            raise Refusal(WRONG_TYPE)
        return found + value

    def set(self, path):
        if self.rng.random() < 0.6:
            text, value = self.operand()
        else:
            sign = self.rng.choice("+-")
            number = Decimal(self.rng.randint(-9, 9))
            other = random_path(self.rng, self.item)
            text = f"{text_of(other)} {sign} {self.values.name(number)}"

            def value():
                return add(self.read(other), number if sign == "+" else -number)

        self.sections.setdefault("SET", []).append((f"{text_of(path)} = {text}", lambda: self.put(path, value())))

    def remove(self, path):
        self.sections.setdefault("REMOVE", []).append((text_of(path), lambda: self.take(path)))

    def add(self, path):
        value = self.rng.choice([Decimal(self.rng.randint(-9, 9)), {"x", "z"}, {Decimal(1), Decimal(5)}])
        text = f"{text_of(path)} {self.values.name(value)}"
        self.sections.setdefault("ADD", []).append((text, lambda: self.put(path, self.sum(path, value))))

    def sum(self, path, value):
        found = find(self.item, path)
        if found is NOTHING:
            return value
        if isinstance(value, Decimal):
            return add(found, value)
        if not same_kind(found, value):
            raise Refusal(WRONG_TYPE)
        return found | value

    def delete(self, path):
        value = self.rng.choice([{"x", "z"}, {Decimal(1), Decimal(2)}])
        text = f"{text_of(path)} {self.values.name(value)}"
        self.sections.setdefault("DELETE", []).append((text, lambda: self.without(path, value)))

    def without(self, path, value):
        found = find(self.item, path)
        if found is NOTHING:
            return self.take(path)
        if not same_kind(found, value):
            raise Refusal(WRONG_TYPE)
        left = found - value
        return self.put(path, left) if left else self.take(path)

    def parent(self, path):
        here = find(self.item, path[:-1]) if len(path) > 1 else self.item
        if not isinstance(here, list if isinstance(path[-1], int) else dict):
            raise Refusal(WRONG_PATH)

    def put(self, path, value):
        self.parent(path)
        self.edits.append((path, value))

    def take(self, path):
        self.parent(path)
        self.removals.append(path)

    def text(self):
        sections = list(self.sections.items())
        self.rng.shuffle(sections)
        return " ".join(f"{name} " + ", ".join(text for text, _ in actions) for name, actions in sections)

    def run(self):
        """The item as it is to be, or a set of the refusals that the server may choose from."""
        for name in ["SET", "REMOVE", "ADD", "DELETE"]:
            for _, action in self.sections.get(name, []):
                try:
                    action()
                except Refusal as refusal:
                    self.refusals.append(str(refusal))
        if self.refusals:
            return None
        after = copy.deepcopy(self.item)
        appended = []
        for path, value in self.edits:
            parent = find(after, path[:-1])
            if isinstance(path[-1], int) and path[-1] >= len(parent):
                appended.append((path, value))
            else:
                parent[path[-1]] = copy.deepcopy(value)
        lists = [(find(after, path[:-1]), path[-1], value) for path, value in appended]
        ends = [(find(after, path[:-1]), path[-1]) for path in self.removals]
        lengths = {id(parent): len(parent) for parent, _ in ends}
        for parent, _, value in sorted(lists, key=lambda entry: entry[1]):
            parent.append(copy.deepcopy(value))
        for parent, step in sorted(ends, key=lambda end: -end[1] if isinstance(end[1], int) else 0):
            if isinstance(step, int):
                if step < lengths[id(parent)]:
                    del parent[step]
            else:
                parent.pop(step, None)
        return after


def same_kind(a, b):
    return isinstance(a, set) and isinstance(next(iter(a)), Decimal) == isinstance(next(iter(b)), Decimal)


def plain(value):
    """Comparable: 1 is not True, and sets have no order."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, set):
        return ("set", frozenset(plain(each) for each in value))
    if isinstance(value, Binary):
        return ("binary", bytes(value))
    return (type(value).__name__, value)


def write(client, table, pk, item):
    client.put_item(TableName=table, Item={**key(pk), **{n: SERIALIZE(v) for n, v in item.items()}})


def read(client, table, pk):
    item = client.get_item(TableName=table, Key=key(pk), ConsistentRead=True)["Item"]
    return {name: DESERIALIZE(value) for name, value in item.items() if name not in key(pk)}


def options_of(values):
    return {"ExpressionAttributeValues": values.values} if values.values else {}


def random_update(rng, item):
    update = Update(rng, item)
    for _ in range(rng.randint(1, 3)):
        path = update.path()
        if path:
            rng.choice([update.set, update.set, update.set, update.remove, update.add, update.delete])(path)
    return update


@pytest.mark.parametrize("seed", range(6))
def test_updates(client, table, seed):
    rng = random.Random(seed)
    pk = unique_name()
    changed = 0
    for _ in range(150):
        item = random_item(rng)
        update = random_update(rng, item)
        if not update.sections:
            continue
        write(client, table, pk, item)
        text = update.text()
        wanted = update.run()
        try:
            client.update_item(TableName=table, Key=key(pk), UpdateExpression=text, **options_of(update.values))
        except ClientError as error:
            message = error.response["Error"]["Message"]
            refused_as_text = message.startswith("1 validation error detected: Invalid UpdateExpression: Incorrect operand type")
            assert refused_as_text or message in update.refusals, (text, update.values.values, item, message)
            assert plain(read(client, table, pk)) == plain(item), text
            continue
        assert wanted is not None, (text, update.values.values, item, update.refusals)
        assert plain(read(client, table, pk)) == plain(wanted), (text, update.values.values, item)
        changed += 1
    assert changed > 15


def test_sums(client, table):
    rng = random.Random(7)
    pk = unique_name()
    for _ in range(150):
        a, b = random_number(rng), random_number(rng)
        write(client, table, pk, {"a": a, "b": b})
        sign = rng.choice("+-")
        try:
            wanted, refusal = add(a, b if sign == "+" else b.copy_negate()), None
        except Refusal as error:
            wanted, refusal = None, str(error)
        try:
            client.update_item(TableName=table, Key=key(pk), UpdateExpression=f"SET d = a {sign} b")
        except ClientError as error:
            assert error.response["Error"]["Message"] == refusal, (a, sign, b)
            continue
        assert refusal is None, (a, sign, b)
        assert read(client, table, pk)["d"] == wanted, (a, sign, b)


# ---- conditions ----
def kind_of(value):
    if isinstance(value, bool):
        return "BOOL"
    if isinstance(value, set):
        return "NS" if isinstance(next(iter(value)), Decimal) else "SS"
    return {Decimal: "N", str: "S", Binary: "B", dict: "M", list: "L", type(None): "NULL"}[type(value)]


def compare(sign, a, b):
    if sign == "=":
        return a is not NOTHING and b is not NOTHING and plain(a) == plain(b)
    if sign == "<>":
        return not compare("=", a, b)
    if a is NOTHING or b is NOTHING or kind_of(a) != kind_of(b) or kind_of(a) not in ("S", "N", "B"):
        return False
    if kind_of(a) != "N":
        a, b = (each.encode() if isinstance(each, str) else bytes(each) for each in (a, b))
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]


def contains(a, b):
    if a is NOTHING:
        return False
    if isinstance(a, (str, Binary)):
        return kind_of(a) == kind_of(b) and (b in a if isinstance(a, str) else bytes(b) in bytes(a))
    if isinstance(a, list):
        return any(plain(each) == plain(b) for each in a)
    return isinstance(a, set) and any(plain(each) == plain(b) for each in a)


def size(value):
    if value is NOTHING or kind_of(value) in ("N", "BOOL", "NULL"):
        return NOTHING
    return Decimal(len(bytes(value)) if isinstance(value, Binary) else len(value))


class Conditions:
    def __init__(self, rng, item):
        self.rng, self.item, self.values = rng, item, Values()

    def any(self, depth=3):
        kind = self.rng.choice(["and", "or", "not", "one"]) if depth else "one"
        if kind == "one":
            return self.one()
        text, truth = self.any(depth - 1)
        if kind == "not":
            return f"NOT ({text})", not truth
        other, other_truth = self.any(depth - 1)
        # Parentheses around each, where AWS does not find them redundant.
        joined = f"({text}) {kind.upper()} ({other})"
        return joined, (truth and other_truth) if kind == "and" else (truth or other_truth)

    def scalar(self):
        return self.rng.choice([Decimal(self.rng.randint(-9, 9)), "x", "xy", Binary(b"x"), ""])

    def path(self):
        path = random_path(self.rng, self.item)
        return text_of(path), find(self.item, path)

    def one(self):
        rng = self.rng
        text, found = self.path()
        kind = rng.choice(["compare", "compare", "paths", "size", "between", "in", "exists", "type", "begins", "contains"])
        value = random_value(rng, 1) if kind in ("in", "contains") else self.scalar()
        if kind == "compare":
            sign = rng.choice(["=", "<>", "<", "<=", ">", ">="])
            if rng.random() < 0.3:
                return f"{self.values.name(value)} {sign} {text}", compare(sign, value, found)
            return f"{text} {sign} {self.values.name(value)}", compare(sign, found, value)
        if kind == "paths":
            other, other_found = self.path()
            if other != text:
                return f"{text} <= {other}", compare("<=", found, other_found)
        if kind == "size":
            count = Decimal(rng.randint(0, 3))
            return f"size({text}) >= {self.values.name(count)}", compare(">=", size(found), count)
        if kind == "between":
            low, high = sorted(rng.sample(range(-9, 9), 2))
            names = f"{self.values.name(Decimal(low))} AND {self.values.name(Decimal(high))}"
            inside = compare(">=", found, Decimal(low)) and compare("<=", found, Decimal(high))
            return f"{text} BETWEEN {names}", inside
        if kind == "in":
            other = self.scalar()
            truth = compare("=", found, value) or compare("=", found, other)
            return f"{text} IN ({self.values.name(value)}, {self.values.name(other)})", truth
        if kind == "type":
            wanted = rng.choice(["S", "N", "B", "SS", "NS", "M", "L", "BOOL", "NULL"])
            truth = found is not NOTHING and kind_of(found) == wanted
            return f"attribute_type({text}, {self.values.name(wanted)})", truth
        if kind == "begins" and isinstance(value, (str, Binary)):
            truth = found is not NOTHING and kind_of(found) == kind_of(value)
            truth = truth and (found.startswith(value) if isinstance(value, str) else bytes(found).startswith(bytes(value)))
            return f"begins_with({text}, {self.values.name(value)})", truth
        if kind == "contains":
            return f"contains({text}, {self.values.name(value)})", contains(found, value)
        if rng.random() < 0.5:
            return f"attribute_exists({text})", found is not NOTHING
        return f"attribute_not_exists({text})", found is NOTHING


@pytest.mark.parametrize("seed", range(6))
def test_conditions(client, table, seed):
    rng = random.Random(100 + seed)
    pk = unique_name()
    met = 0
    for _ in range(60):
        item = random_item(rng)
        write(client, table, pk, item)
        conditions = Conditions(rng, item)
        text, truth = conditions.any()
        options = {"FilterExpression": text, **options_of(conditions.values)}
        values = {**conditions.values.values, ":pk": {"S": pk}}
        options["ExpressionAttributeValues"] = values
        found = client.query(TableName=table, KeyConditionExpression="pk = :pk", **options)
        assert found["Count"] == int(truth), (text, conditions.values.values, item)
        assert found["ScannedCount"] == 1
        met += truth
        try:
            client.delete_item(
                TableName=table, Key=key(pk), ConditionExpression=text, **options_of(conditions.values)
            )
            assert truth, (text, conditions.values.values, item)
        except client.exceptions.ConditionalCheckFailedException:
            assert not truth, (text, conditions.values.values, item)
    assert 5 < met < 55
