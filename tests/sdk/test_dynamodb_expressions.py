"""Of several things that are wrong with a request's expressions, the one that is told of."""

import pytest
from conftest import Refused, unique_name
from dynamodb_items import client, key, table  # noqa: F401

EMPTY = "The expression can not be empty;"
A_TYPE = "attribute_type(a, :a)"
UNUSED = "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}"


def query(client, table, condition, values=None, **options):
    if values:
        options["ExpressionAttributeValues"] = values
    return client.query(TableName=table, KeyConditionExpression=condition, **options)


@pytest.mark.parametrize(
    "condition, values, options, message",
    [
        ("", {":a": {"S": "b"}}, {"FilterExpression": ""}, "Invalid KeyConditionExpression: " + EMPTY),
        (
            A_TYPE,
            {":a": {"N": "1"}},
            {"FilterExpression": ""},
            "Invalid KeyConditionExpression: Incorrect operand type for operator or function; "
            "operator or function: attribute_type, operand type: N",
        ),
        (
            A_TYPE,
            {":a": {"S": "N"}},
            {"FilterExpression": "", "ProjectionExpression": ""},
            "Invalid FilterExpression: " + EMPTY,
        ),
        (
            A_TYPE,
            {":a": {"S": "N"}},
            {"FilterExpression": "a > b", "ProjectionExpression": ""},
            "Invalid ProjectionExpression: " + EMPTY,
        ),
        (A_TYPE, {":a": {"S": "N"}, ":b": {"S": "N"}}, {}, UNUSED),
        (A_TYPE, {":a": {"S": "N"}}, {}, "Invalid operator used in KeyConditionExpression: attribute_type"),
        (
            "pk BETWEEN :b AND :a",
            {":a": {"S": "a"}, ":b": {"S": "b"}},
            {},
            "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to "
            "lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}",
        ),
        (
            "begins_with(:a, pk)",
            {":a": {"S": "a"}},
            {},
            "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand",
        ),
        ("z = :a", {":a": {"N": "1"}}, {}, "Query condition missed key schema element: pk"),
        (
            "pk = :a",
            {":a": {"S": "a"}, ":b": {"N": "abc"}},
            {"FilterExpression": "n = :b"},
            "The parameter cannot be converted to a numeric value: abc",
        ),
    ],
)
def test_queries(client, table, condition, values, options, message):
    with Refused("ValidationException", message):
        query(client, table, condition, values, **options)


def test_a_table_is_looked_for_before_its_keys(client):
    with Refused("ResourceNotFoundException"):
        query(client, unique_name(), "z = :a", {":a": {"N": "1"}})


@pytest.mark.parametrize(
    "expression, message",
    [
        ("a = a AND (( views )) > a", "The expression has redundant parentheses;"),
        ("a = a AND dog(views) > a", "Invalid function name; function: dog"),
        (
            "a = a AND contains(views, a) > a",
            "The function is not allowed to be used this way in an expression; function: contains",
        ),
        ("a = a AND views > a", "Attribute name is a reserved keyword; reserved keyword: views"),
        (
            "a = a AND b > :none",
            "The first operand must be distinct from the remaining operands for this operator or function; "
            "operator: =, first operand: [a]",
        ),
    ],
)
def test_filters(client, table, expression, message):
    with Refused("ValidationException", "Invalid FilterExpression: " + message):
        client.scan(TableName=table, FilterExpression=expression)


def test_operands_in_parentheses(client, table):
    pk = unique_name()
    client.put_item(TableName=table, Item={**key(pk), "a": {"L": [{"M": {"b": {"N": "1"}}}]}})
    client.delete_item(
        TableName=table,
        Key=key(pk),
        ConditionExpression="((a[0]).b) = (:one) AND (size((a)))between(:one)and(:one)",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )
