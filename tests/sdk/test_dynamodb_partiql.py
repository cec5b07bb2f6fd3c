"""PartiQL: ExecuteStatement, BatchExecuteStatement, ExecuteTransaction."""

import decimal

import pytest
from conftest import Refused, unique_name
from dynamodb_items import client, encoded, item, key, put, stored, table  # noqa: F401

MALFORMED = "Statement wasn't well formed, can't be processed: "


def run(client, statement, *parameters, **options):
    if parameters:
        options["Parameters"] = [encoded(value) for value in parameters]
    return client.execute_statement(Statement=statement, **options)["Items"]


def range_keys(items):
    return [int(each["sk"]["N"]) for each in items]


@pytest.fixture
def pk(client, table):
    name = unique_name()
    for sk in range(1, 6):
        put(client, table, pk=name, sk=sk, v=sk * 10, c=f"c{sk}")
    return name


def test_insert_update_delete(client, table):
    pk = unique_name()
    insert = f"INSERT INTO \"{table}\" VALUE {{'pk': ?, 'sk': 1, 'l': [1, 'it''s'], 'm': {{'k': null}}, 's': <<1, 2.50>>}}"
    assert run(client, insert, pk) == []
    assert stored(client, table, pk) == {
        **item(pk=pk, sk=1, l=[1, "it's"], m={"k": None}),
        "s": {"NS": ["1", "2.5"]},
    }
    with Refused("DuplicateItemException", "Duplicate primary key exists in table"):
        run(client, insert, pk)
    where = "WHERE pk = ? AND sk = 1"
    updated = run(
        client,
        f'UPDATE "{table}" SET n = 1 SET l = list_append(l, [3]) REMOVE m SET s = set_delete(s, <<1>>) {where} RETURNING ALL NEW *',
        pk,
    )
    assert updated == [{**item(pk=pk, sk=1, l=[1, "it's", 3], n=1), "s": {"NS": ["2.5"]}}]
    assert run(client, f'UPDATE "{table}" SET n = n + 5 {where} RETURNING MODIFIED OLD *', pk) == [item(n=1)]
    with Refused("ConditionalCheckFailedException", "The conditional request failed"):
        run(client, f'DELETE FROM "{table}" {where} AND n = 5', pk)
    assert len(run(client, f'DELETE FROM "{table}" {where} AND n = 6 RETURNING ALL OLD *', pk)) == 1
    assert stored(client, table, pk) is None
    assert run(client, f'DELETE FROM "{table}" {where} AND n = 6', pk) == []
    with Refused("ConditionalCheckFailedException", "The conditional request failed"):
        run(client, f'UPDATE "{table}" SET n = 1 {where}', pk)


def test_select(client, table, pk):
    select = f'SELECT sk FROM "{table}" WHERE pk = ? AND '
    assert range_keys(run(client, select + "sk BETWEEN 2 AND 4 AND v <> 30", pk)) == [2, 4]
    assert range_keys(run(client, select + "sk IN [5, 1]", pk)) == [5, 1]
    assert range_keys(run(client, select + "(sk < 2 OR sk > 4)", pk)) == [1, 5]
    assert range_keys(run(client, select + "NOT begins_with(c, 'c1') AND contains(c, 'c') AND v <= 30 ORDER BY sk DESC", pk)) == [3, 2]
    assert range_keys(run(client, select + "attribute_exists(v) AND none IS MISSING AND size(c) = 2 AND v = ?", pk, 20)) == [2]
    assert run(client, f'SELECT v, none FROM "{table}" WHERE pk = ? AND sk = 1', pk) == [item(v=10)]
    assert run(client, f'SELECT * FROM "{table}" WHERE pk = ? AND sk = 1', pk) == [item(pk=pk, sk=1, v=10, c="c1")]


def test_exact_numbers(client, table):
    pk = unique_name()
    digits = "12345678901234567890123456789012345678"
    run(client, f"INSERT INTO \"{table}\" VALUE {{'pk': '{pk}', 'sk': 1, 'n': {digits}, 'e': -1.50E-3}}")
    assert stored(client, table, pk) == {
        **item(pk=pk, sk=1),
        "n": {"N": digits},
        "e": {"N": "-0.0015"},
    }
    assert decimal.Decimal(digits) == decimal.Decimal(stored(client, table, pk)["n"]["N"])
    with Refused(
        "ValidationException",
        "Number overflow. Attempting to store a number with magnitude larger than supported range under root.x[1]",
    ):
        run(client, f"INSERT INTO \"{table}\" VALUE {{'pk': '{pk}', 'sk': 2, 'm': {{'x': [1, 1e126]}}}}")


def test_indexes(client, table):
    pk, g = unique_name(), unique_name()
    put(client, table, pk=pk, sk=1, g=g, v=1, w=2, c="x")
    put(client, table, pk=pk, sk=2, v=3)
    assert run(client, f'SELECT * FROM "{table}"."global" WHERE g = ?', g) == [item(pk=pk, sk=1, g=g, v=1)]
    assert run(client, f'SELECT w FROM "{table}"."local" WHERE pk = ?', pk) == [item(w=2)]
    invalid = "One or more parameter values were invalid: "
    with Refused("ValidationException", invalid + "Global secondary index global does not project [w, c]"):
        run(client, f'SELECT w, v, c FROM "{table}"."global" WHERE g = ?', g)
    with Refused("ValidationException", invalid + "Secondary index local does not project one or more filter attributes: [v]"):
        run(client, f'SELECT pk FROM "{table}"."local" WHERE pk = ? AND v = 1', pk)
    with Refused("ValidationException", "Strongly consistent read is not supported on Global Secondary Indexes"):
        run(client, f'SELECT * FROM "{table}"."global" WHERE g = ?', g, ConsistentRead=True)
    with Refused("ValidationException", "The table does not have the specified index"):
        run(client, f'SELECT * FROM "{table}"."none"')


def test_pages(client, table, pk):
    statement = {"Statement": f'SELECT sk FROM "{table}" WHERE pk = ?', "Parameters": [encoded(pk)]}
    seen, token = [], {}
    while True:
        page = client.execute_statement(**statement, **token, Limit=2)
        seen += range_keys(page["Items"])
        if "NextToken" not in page:
            break
        assert page["LastEvaluatedKey"] == key(pk, seen[-1])
        token = {"NextToken": page["NextToken"]}
    assert seen == [1, 2, 3, 4, 5]
    with Refused("ValidationException", "NextToken does not match request"):
        client.execute_statement(Statement=f'SELECT * FROM "{table}"', **token)
    with Refused("ValidationException", "Invalid NextToken"):
        client.execute_statement(**statement, NextToken="garbage")


@pytest.mark.parametrize(
    "statement, message",
    [
        ("SLECT * FROM {t} WHERE pk = 'a'", MALFORMED + "Expected data manipulation"),
        ("SELECT * FROM {t} WHERE", MALFORMED + "Unexpected term"),
        ("SELECT * FROM {t} WHERE pk = 'a' foo", MALFORMED + "Unexpected token after expression"),
        ("SELECT * FROM {t} WHERE pk = 1 # note", MALFORMED),
        ("SELECT * FROM {t} t WHERE pk = 'a'", "Aliasing is not supported"),
        ("SELECT COUNT(*) FROM {t}", "Unexpected path component at 1:8:5"),
        ("SELECT * FROM {t} WHERE pk = ?", "Number of parameters in request and statement don't match."),
        ("SELECT * FROM {t} ORDER BY sk", "Must have WHERE clause in the statement when using ORDER BY clause."),
        (
            "SELECT * FROM {t} WHERE pk = 1",
            "Key attribute's data type should match its data type in table's schema: Key pk",
        ),
        (
            "UPDATE {t} SET v = 1 WHERE pk = 'a'",
            "Where clause does not contain a mandatory equality on all key attributes",
        ),
        ("DELETE FROM {t}.\"global\" WHERE g = 'a'", "This operation is not supported on an index"),
        (
            "EXISTS(SELECT * FROM {t} WHERE pk = 'a' AND sk = 1 AND v = 1)",
            "EXISTS can only be used in ExecuteTransaction write requests.",
        ),
    ],
)
def test_refusals(client, table, statement, message):
    with Refused("ValidationException", message):
        run(client, statement.replace("{t}", f'"{table}"'))


def test_requests_are_held_to_the_model(client, table):
    with Refused("ValidationException"):
        run(client, "SELECT * FROM t WHERE a = '" + "x" * 8192 + "'")
    with Refused("ValidationException"):
        client.batch_execute_statement(Statements=[{"Statement": "SELECT 1"}] * 26)
    with Refused("ResourceNotFoundException", "Requested resource not found"):
        run(client, "SELECT * FROM no_such_table WHERE pk = 'a'")


def test_failed_condition_shows_the_item(client, table, pk):
    statement = f'UPDATE "{table}" SET v = 1 WHERE pk = ? AND sk = 1 AND v = 5'
    with Refused("ConditionalCheckFailedException", "The conditional request failed") as refused:
        run(client, statement, pk, ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert refused.answer["Item"] == item(pk=pk, sk=1, v=10, c="c1")


def test_batch(client, table, pk):
    select = f'SELECT v FROM "{table}" WHERE pk = ? AND sk = '
    statements = [{"Statement": select + sk, "Parameters": [encoded(pk)]} for sk in ("1", "9")]
    statements.append({"Statement": f'SELECT v FROM "{table}" WHERE pk = ?', "Parameters": [encoded(pk)]})
    assert client.batch_execute_statement(Statements=statements)["Responses"] == [
        {"TableName": table, "Item": item(v=10)},
        {"TableName": table},
        {
            "Error": {
                "Code": "ValidationError",
                "Message": "Select statements within BatchExecuteStatement must specify the primary key in the where clause.",
            }
        },
    ]
    writes = [
        f"INSERT INTO \"{table}\" VALUE {{'pk': ?, 'sk': 1}}",
        f'DELETE FROM "{table}" WHERE pk = ? AND sk = 2',
        f'DELETE FROM "{table}" WHERE pk = ? AND sk = 3 AND v = 1',
    ]
    writes = [{"Statement": statement, "Parameters": [encoded(pk)]} for statement in writes]
    assert client.batch_execute_statement(Statements=writes)["Responses"] == [
        {"TableName": table, "Error": {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"}},
        {"TableName": table},
        {"TableName": table, "Error": {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}},
    ]
    assert stored(client, table, pk, 2) is None


def transact(client, *statements, **options):
    return client.execute_transaction(TransactStatements=[{"Statement": each} for each in statements], **options)


def test_transaction(client, table, pk):
    where = f"WHERE pk = '{pk}' AND sk = "
    insert = f"INSERT INTO \"{table}\" VALUE {{'pk': '{pk}', 'sk': 7}}"
    exists = f'EXISTS(SELECT * FROM "{table}" {where}1 AND v = 10)'
    assert transact(client, insert, exists, f'UPDATE "{table}" SET v = v + 1 {where}2')["Responses"] == []
    assert stored(client, table, pk, 2)["v"] == {"N": "21"}
    read = transact(client, f'SELECT v FROM "{table}" {where}2', f'SELECT v FROM "{table}" {where}8')
    assert read["Responses"] == [{"Item": item(v=21)}, {}]
    cancelled = "Transaction cancelled, please refer cancellation reasons for specific reasons "
    with Refused("TransactionCanceledException", cancelled + "[None, DuplicateItem]") as refused:
        transact(client, f'DELETE FROM "{table}" {where}2', insert)
    assert refused.answer["CancellationReasons"] == [
        {"Code": "None"},
        {"Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"},
    ]
    assert stored(client, table, pk, 2)
    with Refused(
        "ValidationException",
        "Validation failed in TransactStatements[1]: RETURNING clause is not supported in ExecuteTransaction.",
    ):
        transact(client, insert, f'DELETE FROM "{table}" {where}2 RETURNING ALL OLD *')


def test_a_token_makes_a_repeat_do_nothing(client, table, pk):
    update = f'UPDATE "{table}" SET v = v + 1 WHERE pk = \'{pk}\' AND sk = '
    token = unique_name()[:36]
    for _ in range(2):
        transact(client, update + "1", ClientRequestToken=token)
    assert stored(client, table, pk)["v"] == {"N": "11"}
    with Refused("IdempotentParameterMismatchException"):
        transact(client, update + "2", ClientRequestToken=token)


def test_consumed_capacity(client, table, pk):
    select = f"SELECT * FROM \"{table}\" WHERE pk = '{pk}' AND sk = "
    one = client.execute_statement(Statement=select + "1", ReturnConsumedCapacity="TOTAL", ConsistentRead=True)
    assert one["ConsumedCapacity"] == {"TableName": table, "CapacityUnits": 1.0}
    many = [{"Statement": select + "1"}, {"Statement": select + "2", "ConsistentRead": True}]
    batch = client.batch_execute_statement(Statements=many, ReturnConsumedCapacity="TOTAL")
    assert batch["ConsumedCapacity"] == [{"TableName": table, "CapacityUnits": 1.5}]
    read = transact(client, select + "1", ReturnConsumedCapacity="TOTAL")
    assert read["ConsumedCapacity"] == [{"TableName": table, "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}]
