// The AWS SDK for Go, with its attributevalue and expression packages, against the server that DYNAMODB_ENDPOINT names.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/expression"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streamtypes "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

type line struct {
	Order    string         `dynamodbav:"order"`
	Number   int            `dynamodbav:"line"`
	Customer string         `dynamodbav:"customer,omitempty"`
	Price    float64        `dynamodbav:"price"`
	Tags     []string       `dynamodbav:"tags,stringset,omitempty"`
	Bytes    []byte         `dynamodbav:"bytes,omitempty"`
	Nested   map[string]any `dynamodbav:"nested,omitempty"`
	Until    time.Time      `dynamodbav:"until,unixtime,omitempty"`
}

var (
	ctx    = context.Background()
	client *dynamodb.Client
	table  = aws.String(fmt.Sprintf("wb-go-%d", time.Now().UnixNano()))
)

func check(holds bool, what ...any) {
	if !holds {
		fmt.Fprintln(os.Stderr, what...)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	check(err == nil, err)
	return value
}

func marshalled(value any) map[string]types.AttributeValue {
	return must(attributevalue.MarshalMap(value))
}

func keyOf(order string, number int) map[string]types.AttributeValue {
	return marshalled(map[string]any{"order": order, "line": number})
}

func linesOf(items []map[string]types.AttributeValue) []line {
	var found []line
	check(attributevalue.UnmarshalListOfMaps(items, &found) == nil, "unmarshal")
	return found
}

func numbersOf(lines []line) []int {
	var found []int
	for _, each := range lines {
		found = append(found, each.Number)
	}
	return found
}

func main() {
	endpoint := aws.String(os.Getenv("DYNAMODB_ENDPOINT"))
	provider := credentials.NewStaticCredentialsProvider("123456789012", "secret", "")
	client = dynamodb.New(dynamodb.Options{BaseEndpoint: endpoint, Region: "us-east-1", Credentials: provider})
	streams := dynamodbstreams.New(dynamodbstreams.Options{BaseEndpoint: endpoint, Region: "us-east-1", Credentials: provider})
	createTable()
	putAndGet()
	update()
	batches()
	pages()
	transactions()
	must(client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: table, Key: keyOf("o-1", 1)}))
	stream(streams)
	must(client.DeleteTable(ctx, &dynamodb.DeleteTableInput{TableName: table}))
	gone := dynamodb.NewTableNotExistsWaiter(client)
	check(gone.Wait(ctx, &dynamodb.DescribeTableInput{TableName: table}, time.Minute) == nil, "the table stays")
	fmt.Println("documents, pages, batches, transactions, streams: fine")
}

func createTable() {
	attribute := func(name string, kind types.ScalarAttributeType) types.AttributeDefinition {
		return types.AttributeDefinition{AttributeName: aws.String(name), AttributeType: kind}
	}
	keys := func(hash string, rest ...string) []types.KeySchemaElement {
		found := []types.KeySchemaElement{{AttributeName: aws.String(hash), KeyType: types.KeyTypeHash}}
		for _, name := range rest {
			found = append(found, types.KeySchemaElement{AttributeName: aws.String(name), KeyType: types.KeyTypeRange})
		}
		return found
	}
	must(client.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName: table,
		AttributeDefinitions: []types.AttributeDefinition{
			attribute("order", types.ScalarAttributeTypeS), attribute("line", types.ScalarAttributeTypeN),
			attribute("customer", types.ScalarAttributeTypeS),
		},
		KeySchema: keys("order", "line"),
		GlobalSecondaryIndexes: []types.GlobalSecondaryIndex{{
			IndexName: aws.String("by-customer"), KeySchema: keys("customer"),
			Projection: &types.Projection{ProjectionType: types.ProjectionTypeAll},
		}},
		StreamSpecification: &types.StreamSpecification{
			StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages,
		},
		BillingMode: types.BillingModePayPerRequest,
	}))
	made := dynamodb.NewTableExistsWaiter(client)
	check(made.Wait(ctx, &dynamodb.DescribeTableInput{TableName: table}, time.Minute) == nil, "there is no table")
}

func putAndGet() {
	put := line{
		Order: "o-1", Number: 1, Customer: "ü", Price: 12.5, Tags: []string{"a", "b"}, Bytes: []byte{0, 255},
		Nested: map[string]any{"list": []any{1.0, "two", nil, true}, "empty": ""}, Until: time.Unix(2_000_000_000, 0),
	}
	must(client.PutItem(ctx, &dynamodb.PutItemInput{TableName: table, Item: marshalled(put)}))
	answer := must(client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: table, Key: keyOf("o-1", 1), ConsistentRead: aws.Bool(true),
	}))
	var got line
	check(attributevalue.UnmarshalMap(answer.Item, &got) == nil, "unmarshal")
	check(reflect.DeepEqual(got, put), "get", got)
	none := must(client.GetItem(ctx, &dynamodb.GetItemInput{TableName: table, Key: keyOf("none", 1)}))
	check(none.Item == nil, "an item that is not there")
}

func update() {
	build := must(expression.NewBuilder().
		WithUpdate(expression.Set(expression.Name("price"), expression.Plus(expression.Name("price"), expression.Value(1.5))).
			Set(expression.Name("nested.list[0]"), expression.Value(map[string]int{"x": 1})).
			Remove(expression.Name("bytes"))).
		WithCondition(expression.Size(expression.Name("tags")).Equal(expression.Value(2))).Build())
	answer := must(client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName: table, Key: keyOf("o-1", 1), UpdateExpression: build.Update(), ConditionExpression: build.Condition(),
		ExpressionAttributeNames: build.Names(), ExpressionAttributeValues: build.Values(),
		ReturnValues: types.ReturnValueAllNew,
	}))
	got := linesOf([]map[string]types.AttributeValue{answer.Attributes})[0]
	first := got.Nested["list"].([]any)[0]
	check(got.Price == 14 && got.Bytes == nil && reflect.DeepEqual(first, map[string]any{"x": 1.0}), "update", got)

	_, err := client.PutItem(ctx, onlyNew(keyOf("o-1", 1)))
	var failed *types.ConditionalCheckFailedException
	check(errors.As(err, &failed) && len(failed.Item) > 2, "a failed condition", err)
}

func onlyNew(item map[string]types.AttributeValue) *dynamodb.PutItemInput {
	build := must(expression.NewBuilder().WithCondition(expression.AttributeNotExists(expression.Name("order"))).Build())
	return &dynamodb.PutItemInput{
		TableName: table, Item: item, ConditionExpression: build.Condition(), ExpressionAttributeNames: build.Names(),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
}

func batches() {
	var requests []types.WriteRequest
	for i := 0; i < 25; i++ {
		put := line{Order: "o-2", Number: i, Customer: fmt.Sprintf("c%d", i%2), Price: float64(i)}
		requests = append(requests, types.WriteRequest{PutRequest: &types.PutRequest{Item: marshalled(put)}})
	}
	written := must(client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{
		RequestItems: map[string][]types.WriteRequest{*table: requests},
	}))
	check(len(written.UnprocessedItems) == 0, "what a batch left undone")
	wanted := types.KeysAndAttributes{}
	for _, number := range []int{3, 4, 99} {
		wanted.Keys = append(wanted.Keys, keyOf("o-2", number))
	}
	answer := must(client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
		RequestItems: map[string]types.KeysAndAttributes{*table: wanted},
	}))
	check(len(answer.Responses[*table]) == 2, "what a batch got")
}

func pages() {
	build := must(expression.NewBuilder().
		WithKeyCondition(expression.Key("order").Equal(expression.Value("o-2")).
			And(expression.Key("line").Between(expression.Value(5), expression.Value(11)))).
		WithFilter(expression.Name("price").NotEqual(expression.Value(7))).Build())
	var inOrder []int
	query := dynamodb.NewQueryPaginator(client, &dynamodb.QueryInput{
		TableName: table, KeyConditionExpression: build.KeyCondition(), FilterExpression: build.Filter(),
		ExpressionAttributeNames: build.Names(), ExpressionAttributeValues: build.Values(),
		ScanIndexForward: aws.Bool(false), Limit: aws.Int32(2),
	})
	for query.HasMorePages() {
		inOrder = append(inOrder, numbersOf(linesOf(must(query.NextPage(ctx)).Items))...)
	}
	check(reflect.DeepEqual(inOrder, []int{11, 10, 9, 8, 6, 5}), "query", inOrder)

	build = must(expression.NewBuilder().WithKeyCondition(expression.Key("customer").Equal(expression.Value("c1"))).Build())
	ofCustomer := must(client.Query(ctx, &dynamodb.QueryInput{
		TableName: table, IndexName: aws.String("by-customer"), KeyConditionExpression: build.KeyCondition(),
		ExpressionAttributeNames: build.Names(), ExpressionAttributeValues: build.Values(),
	}))
	check(ofCustomer.Count == 12, "a query of an index", ofCustomer.Count)

	scanned := 0
	scan := dynamodb.NewScanPaginator(client, &dynamodb.ScanInput{TableName: table, Limit: aws.Int32(4)})
	for scan.HasMorePages() {
		scanned += len(must(scan.NextPage(ctx)).Items)
	}
	check(scanned == 26, "scan", scanned)
}

func transactions() {
	remove := types.TransactWriteItem{Delete: &types.Delete{TableName: table, Key: keyOf("o-2", 0)}}
	put := types.TransactWriteItem{Put: &types.Put{TableName: table, Item: marshalled(line{Order: "o-3", Number: 1, Customer: "t"})}}
	must(client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{put, remove}}))
	both := must(client.TransactGetItems(ctx, &dynamodb.TransactGetItemsInput{TransactItems: []types.TransactGetItem{
		{Get: &types.Get{TableName: table, Key: keyOf("o-3", 1)}}, {Get: &types.Get{TableName: table, Key: keyOf("o-2", 0)}},
	}}))
	check(len(both.Responses[0].Item) > 2 && both.Responses[1].Item == nil, "a transaction")

	guarded := onlyNew(keyOf("o-3", 1))
	put.Put.ConditionExpression, put.Put.ExpressionAttributeNames = guarded.ConditionExpression, guarded.ExpressionAttributeNames
	_, err := client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{put, remove}})
	var cancelled *types.TransactionCanceledException
	check(errors.As(err, &cancelled), "a transaction whose condition fails", err)
	check(*cancelled.CancellationReasons[0].Code == "ConditionalCheckFailed" && *cancelled.CancellationReasons[1].Code == "None", err)
}

func stream(streams *dynamodbstreams.Client) {
	described := must(client.DescribeTable(ctx, &dynamodb.DescribeTableInput{TableName: table}))
	arn := described.Table.LatestStreamArn
	var records []streamtypes.Record
	for _, shard := range must(streams.DescribeStream(ctx, &dynamodbstreams.DescribeStreamInput{StreamArn: arn})).StreamDescription.Shards {
		iterator := must(streams.GetShardIterator(ctx, &dynamodbstreams.GetShardIteratorInput{
			StreamArn: arn, ShardId: shard.ShardId, ShardIteratorType: streamtypes.ShardIteratorTypeTrimHorizon,
		}))
		answer := must(streams.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{ShardIterator: iterator.ShardIterator}))
		records = append(records, answer.Records...)
	}
	check(len(records) == 30, "records", len(records))
	check(records[0].EventName == "INSERT" && records[1].EventName == "MODIFY" && records[29].EventName == "REMOVE", "their names")
	image, _ := attributevalue.FromDynamoDBStreamsMap(records[29].Dynamodb.OldImage)
	var gone line
	check(attributevalue.UnmarshalMap(image, &gone) == nil && gone.Price == 14, "the image of what is gone", gone)
}
