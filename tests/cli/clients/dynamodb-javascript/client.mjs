// The document client of the AWS SDK for JavaScript against the server that DYNAMODB_ENDPOINT names: native values in and out.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  ExecuteStatementCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
  paginateQuery,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";

const settings = {
  endpoint: process.env.DYNAMODB_ENDPOINT,
  region: "us-east-1",
  credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
  maxAttempts: 1,
};
const plain = new DynamoDBClient(settings);
const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
const streams = new DynamoDBStreamsClient(settings);
const TableName = `wb-js-${randomUUID()}`;
const waiting = { client: plain, minDelay: 1, maxWaitTime: 30 };

await client.send(
  new CreateTableCommand({
    TableName,
    AttributeDefinitions: [
      { AttributeName: "order", AttributeType: "S" },
      { AttributeName: "line", AttributeType: "N" },
      { AttributeName: "customer", AttributeType: "S" },
    ],
    KeySchema: [
      { AttributeName: "order", KeyType: "HASH" },
      { AttributeName: "line", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-customer",
        KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    BillingMode: "PAY_PER_REQUEST",
  }),
);
await waitUntilTableExists(waiting, { TableName });

// Put and get: what goes in comes out.
const item = {
  order: "o-1",
  line: 1,
  customer: "ü",
  price: 12.5,
  tags: new Set(["a", "b"]),
  counts: new Set([1, 2]),
  bytes: new Uint8Array([0, 255]),
  nested: { list: [1, "two", null, true, { deep: [] }], empty: "" },
};
await client.send(new PutCommand({ TableName, Item: { ...item, absent: undefined } }));
const key = { order: "o-1", line: 1 };
assert.deepEqual((await client.send(new GetCommand({ TableName, Key: key, ConsistentRead: true }))).Item, item);
assert.equal((await client.send(new GetCommand({ TableName, Key: { order: "none", line: 1 } }))).Item, undefined);

// Numbers beyond JavaScript's.
const exactly = DynamoDBDocumentClient.from(new DynamoDBClient(settings), { unmarshallOptions: { wrapNumbers: true } });
const exact = NumberValue.from("0.1234567890123456789012345678901234567");
await exactly.send(new PutCommand({ TableName, Item: { order: "o-0", line: 1, exact } }));
const found = await exactly.send(new DeleteCommand({ TableName, Key: { order: "o-0", line: 1 }, ReturnValues: "ALL_OLD" }));
assert.equal(found.Attributes.exact.toString(), exact.toString());

// Update under a condition, and a condition that does not hold.
const updated = await client.send(
  new UpdateCommand({
    TableName,
    Key: key,
    UpdateExpression: "SET price = price + :more, nested.#list[0] = :first REMOVE counts ADD tags :tags",
    ConditionExpression: "attribute_exists(price) AND size(tags) = :two",
    ExpressionAttributeNames: { "#list": "list" },
    ExpressionAttributeValues: { ":more": 1.5, ":first": { x: 1 }, ":tags": new Set(["c"]), ":two": 2 },
    ReturnValues: "ALL_NEW",
  }),
);
assert.equal(updated.Attributes.price, 14);
assert.deepEqual(updated.Attributes.tags, new Set(["a", "b", "c"]));
assert.deepEqual(updated.Attributes.nested.list[0], { x: 1 });
assert.equal(updated.Attributes.counts, undefined);
const refused = new PutCommand({
  TableName,
  Item: key,
  ConditionExpression: "attribute_not_exists(#o)",
  ExpressionAttributeNames: { "#o": "order" },
  ReturnValuesOnConditionCheckFailure: "ALL_OLD",
});
await assert.rejects(client.send(refused), (error) => {
  assert.equal(error.name, "ConditionalCheckFailedException");
  assert.equal(error.Item.order.S, "o-1");
  return true;
});

// Batches.
const lines = Array.from({ length: 25 }, (_, line) => ({ order: "o-2", line, customer: `c${line % 2}`, price: line }));
await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: lines.map((Item) => ({ PutRequest: { Item } })) } }));
const got = await client.send(
  new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [3, 4, 99].map((line) => ({ order: "o-2", line })) } } }),
);
assert.deepEqual(got.Responses[TableName].map((found) => found.line).sort(), [3, 4]);

// Query and Scan, a page at a time.
const collect = async (pages) => {
  const found = [];
  for await (const page of pages) found.push(...page.Items);
  return found;
};
const query = {
  TableName,
  KeyConditionExpression: "#o = :o AND line BETWEEN :a AND :b",
  FilterExpression: "price <> :p",
  ExpressionAttributeNames: { "#o": "order" },
  ExpressionAttributeValues: { ":o": "o-2", ":a": 5, ":b": 20, ":p": 7 },
  ScanIndexForward: false,
};
const inOrder = await collect(paginateQuery({ client, pageSize: 3 }, query));
assert.deepEqual(inOrder.map((found) => found.line), [20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 6, 5]);
const byCustomer = {
  TableName,
  IndexName: "by-customer",
  KeyConditionExpression: "customer = :c",
  ExpressionAttributeValues: { ":c": "c1" },
};
assert.equal((await collect(paginateQuery({ client, pageSize: 4 }, byCustomer))).length, 12);
assert.equal((await collect(paginateScan({ client, pageSize: 4 }, { TableName }))).length, 26);

// Transactions.
await client.send(
  new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName, Item: { order: "o-3", line: 1, customer: "t" } } },
      { Delete: { TableName, Key: { order: "o-2", line: 0 } } },
    ],
  }),
);
const both = await client.send(
  new TransactGetCommand({
    TransactItems: [
      { Get: { TableName, Key: { order: "o-3", line: 1 } } },
      { Get: { TableName, Key: { order: "o-2", line: 0 } } },
    ],
  }),
);
assert.deepEqual(both.Responses.map((each) => each.Item?.customer), ["t", undefined]);
await assert.rejects(
  client.send(new TransactWriteCommand({ TransactItems: [{ Put: refused.input }, { Delete: { TableName, Key: { order: "x", line: 0 } } }] })),
  (error) => {
    assert.equal(error.name, "TransactionCanceledException");
    assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code), ["ConditionalCheckFailed", "None"]);
    return true;
  },
);

// PartiQL.
const selected = await client.send(
  new ExecuteStatementCommand({
    Statement: `SELECT line, price FROM "${TableName}" WHERE "order" = ? AND line < ?`,
    Parameters: ["o-2", 3],
  }),
);
assert.deepEqual(selected.Items, [{ line: 1, price: 1 }, { line: 2, price: 2 }]);

await client.send(new DeleteCommand({ TableName, Key: key }));

// The stream, from its beginning.
const { Table } = await client.send(new DescribeTableCommand({ TableName }));
const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: Table.LatestStreamArn }));
const records = [];
for (const { ShardId } of StreamDescription.Shards) {
  const where = { StreamArn: Table.LatestStreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(where));
  records.push(...(await streams.send(new GetRecordsCommand({ ShardIterator }))).Records);
}
const names = records.map((record) => record.eventName);
assert.equal(names.filter((name) => name === "INSERT").length, 28);
assert.deepEqual(names.filter((name) => name !== "INSERT").sort(), ["MODIFY", "REMOVE", "REMOVE", "REMOVE"]);
const last = records.find((record) => record.eventName === "REMOVE" && record.dynamodb.Keys.order.S === "o-1");
assert.equal(last.dynamodb.OldImage.price.N, "14");

await client.send(new DeleteTableCommand({ TableName }));
await waitUntilTableNotExists(waiting, { TableName });
console.log("documents, pages, batches, transactions, streams: fine");
