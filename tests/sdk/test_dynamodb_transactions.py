"""TransactGetItems and TransactWriteItems."""

import threading

from conftest import Refused, unique_name
from dynamodb_items import client, encoded, item, key, put, stored, table  # noqa: F401

CANCELLED = "Transaction cancelled, please refer cancellation reasons for specific reasons "


def put_of(table, item, **options):
    return {"Put": {"TableName": table, "Item": item, **options}}


def update_of(table, key, expression, **values):
    update = {"TableName": table, "Key": key, "UpdateExpression": expression}
    if values:
        update["ExpressionAttributeValues"] = {":" + name: encoded(value) for name, value in values.items()}
    return {"Update": update}


def check_of(table, key, condition):
    return {"ConditionCheck": {"TableName": table, "Key": key, "ConditionExpression": condition}}


def test_all_of_it(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=3)
    client.transact_write_items(
        TransactItems=[
            put_of(table, item(pk=pk, sk=1, v=1)),
            update_of(table, key(pk, 2), "SET v = :v", v=2),
            {"Delete": {"TableName": table, "Key": key(pk, 3)}},
            check_of(table, key(pk, 4), "attribute_not_exists(pk)"),
        ]
    )
    assert [stored(client, table, pk, i) for i in range(1, 5)] == [
        item(pk=pk, sk=1, v=1),
        item(pk=pk, sk=2, v=2),
        None,
        None,
    ]


def test_or_nothing(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=2, v=1)
    failing = put_of(
        table,
        key(pk, 2),
        ConditionExpression="attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    with Refused("TransactionCanceledException", CANCELLED + "[None, ConditionalCheckFailed]") as refused:
        client.transact_write_items(TransactItems=[put_of(table, key(pk, 1)), failing])
    none, failed = refused.answer["CancellationReasons"]
    assert none == {"Code": "None"}
    assert failed == {
        "Code": "ConditionalCheckFailed",
        "Message": "The conditional request failed",
        "Item": item(pk=pk, sk=2, v=1),
    }
    assert stored(client, table, pk, 1) is None


def test_what_does_not_fit_is_a_reason(client, table):
    pk = unique_name()
    with Refused("TransactionCanceledException", CANCELLED + "[ValidationError, None]") as refused:
        client.transact_write_items(TransactItems=[put_of(table, item(pk=pk)), put_of(table, key(pk))])
    assert refused.answer["CancellationReasons"][0]["Message"].endswith("Missing the key sk in the item")
    with Refused("TransactionCanceledException", CANCELLED + "[ValidationError]"):
        client.transact_get_items(TransactItems=[{"Get": {"TableName": table, "Key": item(pk=pk)}}])


def test_what_no_table_takes_is_refused_at_once(client, table):
    """An empty key and an item that is too large are known before the transaction begins."""
    with Refused("ValidationException"):
        client.transact_write_items(TransactItems=[put_of(table, item(pk="", sk=1))])
    with Refused("ValidationException", "Item size has exceeded the maximum allowed size"):
        client.transact_write_items(TransactItems=[put_of(table, item(pk="a", sk=1, v="x" * 409_600))])


def test_one_item_once(client, table):
    with Refused("ValidationException", "Transaction request cannot include multiple operations on one item"):
        client.transact_write_items(TransactItems=[put_of(table, key("a")), check_of(table, key("a"), "attribute_exists(pk)")])
    with Refused("ValidationException", "TransactItems can only contain one of Check, Put, Update or Delete"):
        client.transact_write_items(TransactItems=[{**put_of(table, key("a")), **update_of(table, key("b"), "REMOVE v")}])


def test_a_token_makes_a_repeat_do_nothing(client, table):
    pk, token = unique_name(), unique_name()
    count = {"TransactItems": [update_of(table, key(pk), "ADD v :n", n=1)], "ClientRequestToken": token}
    client.transact_write_items(**count)
    client.transact_write_items(**count)
    assert stored(client, table, pk) == item(pk=pk, sk=1, v=1)
    with Refused("IdempotentParameterMismatchException"):
        client.transact_write_items(TransactItems=[put_of(table, key(pk))], ClientRequestToken=token)


def test_reads(client, table):
    pk = unique_name()
    put(client, table, pk=pk, sk=1, v=1, w=2)
    answer = client.transact_get_items(
        TransactItems=[
            {"Get": {"TableName": table, "Key": key(pk, 2)}},
            {"Get": {"TableName": table, "Key": key(pk, 1), "ProjectionExpression": "v"}},
        ]
    )
    assert answer["Responses"] == [{}, {"Item": item(v=1)}]


def test_money_is_neither_made_nor_lost(client, table):
    pk = unique_name()
    for i in range(2):
        put(client, table, pk=pk, sk=i, v=100)
    sums, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            reads = [{"Get": {"TableName": table, "Key": key(pk, i)}} for i in range(2)]
            try:
                responses = client.transact_get_items(TransactItems=reads)["Responses"]
            except client.exceptions.TransactionCanceledException:
                continue
            sums.append(sum(int(each["Item"]["v"]["N"]) for each in responses))

    def move():
        for _ in range(50):
            client.transact_write_items(
                TransactItems=[
                    update_of(table, key(pk, 0), "SET v = v - :n", n=1),
                    update_of(table, key(pk, 1), "SET v = v + :n", n=1),
                ]
            )

    reader = threading.Thread(target=read)
    reader.start()
    movers = [threading.Thread(target=move) for _ in range(2)]
    for thread in movers:
        thread.start()
    for thread in movers:
        thread.join()
    stop.set()
    reader.join()
    assert sums and set(sums) == {200}
    assert stored(client, table, pk, 0)["v"] == {"N": "0"}
