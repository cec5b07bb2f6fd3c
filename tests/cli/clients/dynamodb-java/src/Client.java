import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchWriteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.PageIterable;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The enhanced client of the AWS SDK for Java against the server that DYNAMODB_ENDPOINT names: beans and documents. */
public final class Client {
  private static final URI ENDPOINT = URI.create(System.getenv("DYNAMODB_ENDPOINT"));
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("123456789012", "secret"));
  private static final String TABLE = "wb-java-" + UUID.randomUUID();

  private static void check(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
  }

  public static void main(String[] arguments) {
    try (DynamoDbClient plain =
        DynamoDbClient.builder()
            .endpointOverride(ENDPOINT)
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      DynamoDbEnhancedClient client = DynamoDbEnhancedClient.builder().dynamoDbClient(plain).build();
      DynamoDbTable<Line> lines = client.table(TABLE, TableSchema.fromBean(Line.class));
      createTable(plain, lines);
      putAndGet(lines);
      updateByVersion(lines);
      documents(client);
      batches(plain);
      pages(lines);
      transactions(client, lines);
      lines.deleteItem(Key.builder().partitionValue("o-1").sortValue(1).build());
      stream(plain);
      lines.deleteTable();
      plain.waiter().waitUntilTableNotExists(b -> b.tableName(TABLE));
    }
    System.out.println("documents, pages, batches, transactions, streams: fine");
  }

  private static void createTable(DynamoDbClient plain, DynamoDbTable<Line> lines) {
    lines.createTable(
        b ->
            b.globalSecondaryIndices(i -> i.indexName("by-customer").projection(p -> p.projectionType(ProjectionType.ALL)))
                .streamSpecification(s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    plain.waiter().waitUntilTableExists(b -> b.tableName(TABLE));
  }

  private static Line get(DynamoDbTable<Line> lines, String order, int number) {
    return lines.getItem(b -> b.key(k -> k.partitionValue(order).sortValue(number)).consistentRead(true));
  }

  private static void putAndGet(DynamoDbTable<Line> lines) {
    Line line = Line.of("o-1", 1, "ü", "12.345678901234567890123456789");
    line.setTags(Set.of("a", "b"));
    line.setNotes(List.of(Map.of("text", ""), Map.of()));
    lines.putItem(line);
    Line got = get(lines, "o-1", 1);
    check(got.getPrice().equals(new BigDecimal("12.345678901234567890123456789")), "the price: " + got.getPrice());
    check(got.getTags().equals(line.getTags()) && got.getNotes().equals(line.getNotes()), "sets and lists");
    check(got.getCustomer().equals("ü") && got.getVersion() == 1, "the customer and the version");
    check(get(lines, "none", 1) == null, "a line that is not there");
  }

  private static void updateByVersion(DynamoDbTable<Line> lines) {
    Line mine = get(lines, "o-1", 1);
    Line other = get(lines, "o-1", 1);
    mine.setPrice(new BigDecimal("14"));
    check(lines.updateItem(mine).getVersion() == 2, "the version goes up");
    try {
      lines.updateItem(other);
      check(false, "an old version was written over a new one");
    } catch (ConditionalCheckFailedException expected) {
      check(expected.statusCode() == 400, "the status of a failed condition");
    }
  }

  private static void documents(DynamoDbEnhancedClient client) {
    var schema =
        TableSchema.documentSchemaBuilder()
            .addIndexPartitionKey(TableMetadata.primaryIndexName(), "order", AttributeValueType.S)
            .addIndexSortKey(TableMetadata.primaryIndexName(), "line", AttributeValueType.N)
            .attributeConverterProviders(AttributeConverterProvider.defaultProvider())
            .build();
    DynamoDbTable<EnhancedDocument> table = client.table(TABLE, schema);
    table.putItem(EnhancedDocument.fromJson("{\"order\": \"o-4\", \"line\": 1, \"deep\": {\"list\": [1, \"two\", null, true]}}"));
    var got = table.getItem(Key.builder().partitionValue("o-4").sortValue(1).build());
    check(got.getJson("deep").equals("{\"list\":[1,\"two\",null,true]}"), "a document: " + got.toJson());
    table.deleteItem(got);
  }

  /** Without the guard of versions: a batch has no conditions. */
  private static void batches(DynamoDbClient plain) {
    DynamoDbEnhancedClient client = DynamoDbEnhancedClient.builder().dynamoDbClient(plain).extensions(List.of()).build();
    DynamoDbTable<Line> lines = client.table(TABLE, TableSchema.fromBean(Line.class));
    var batch = WriteBatch.builder(Line.class).mappedTableResource(lines);
    for (int i = 0; i < 25; ++i) batch.addPutItem(Line.of("o-2", i, "c" + i % 2, "" + i));
    var written = client.batchWriteItem(BatchWriteItemEnhancedRequest.builder().writeBatches(batch.build()).build());
    check(written.unprocessedPutItemsForTable(lines).isEmpty(), "what a batch left undone");
    var wanted = ReadBatch.builder(Line.class).mappedTableResource(lines);
    for (int i : new int[] {3, 4, 99}) wanted.addGetItem(Key.builder().partitionValue("o-2").sortValue(i).build());
    var got = client.batchGetItem(b -> b.readBatches(wanted.build())).resultsForTable(lines);
    check(got.stream().mapToInt(Line::getNumber).sum() == 7, "what a batch got");
  }

  private static List<Integer> numbers(PageIterable<Line> pages) {
    List<Integer> found = new ArrayList<>();
    for (Line line : pages.items()) found.add(line.getNumber());
    return found;
  }

  private static void pages(DynamoDbTable<Line> lines) {
    var between =
        QueryConditional.sortBetween(
            k -> k.partitionValue("o-2").sortValue(5), k -> k.partitionValue("o-2").sortValue(11));
    var filter =
        Expression.builder().expression("price <> :p").putExpressionValue(":p", AttributeValue.fromN("7")).build();
    var inOrder =
        numbers(lines.query(b -> b.queryConditional(between).filterExpression(filter).limit(2).scanIndexForward(false)));
    check(inOrder.equals(List.of(11, 10, 9, 8, 6, 5)), "a query: " + inOrder);
    int ofCustomer = 0;
    var customer = QueryConditional.keyEqualTo(k -> k.partitionValue("c1"));
    for (var page : lines.index("by-customer").query(b -> b.queryConditional(customer).limit(5))) {
      ofCustomer += page.items().size();
    }
    check(ofCustomer == 12, "a query of an index: " + ofCustomer);
    check(numbers(lines.scan(b -> b.limit(4))).size() == 26, "a scan");
  }

  private static void transactions(DynamoDbEnhancedClient client, DynamoDbTable<Line> lines) {
    Key first = Key.builder().partitionValue("o-2").sortValue(0).build();
    client.transactWriteItems(b -> b.addPutItem(lines, Line.of("o-3", 1, "t", "1")).addDeleteItem(lines, first));
    var both =
        client.transactGetItems(
            b -> b.addGetItem(lines, Key.builder().partitionValue("o-3").sortValue(1).build()).addGetItem(lines, first));
    check(both.get(0).getItem(lines).getCustomer().equals("t") && both.get(1).getItem(lines) == null, "a transaction");
    try {
      // Of a bean without its version the client asks that there be none yet.
      client.transactWriteItems(b -> b.addPutItem(lines, Line.of("o-3", 1, "t", "2")).addDeleteItem(lines, first));
      check(false, "a transaction whose condition fails was done");
    } catch (TransactionCanceledException expected) {
      var reasons = expected.cancellationReasons();
      check(reasons.get(0).code().equals("ConditionalCheckFailed") && reasons.get(1).code().equals("None"), "the reasons");
    }
  }

  private static void stream(DynamoDbClient plain) {
    String arn = plain.describeTable(b -> b.tableName(TABLE)).table().latestStreamArn();
    List<Record> records = new ArrayList<>();
    try (DynamoDbStreamsClient streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(ENDPOINT)
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      for (Shard shard : streams.describeStream(b -> b.streamArn(arn)).streamDescription().shards()) {
        String iterator =
            streams
                .getShardIterator(b -> b.streamArn(arn).shardId(shard.shardId()).shardIteratorType("TRIM_HORIZON"))
                .shardIterator();
        records.addAll(streams.getRecords(b -> b.shardIterator(iterator)).records());
      }
    }
    List<String> names = records.stream().map(Record::eventNameAsString).toList();
    check(names.size() == 32, "the records: " + names);
    check(names.get(0).equals("INSERT") && names.get(1).equals("MODIFY") && names.get(31).equals("REMOVE"), "" + names);
    check(records.get(31).dynamodb().oldImage().get("price").n().equals("14"), "the image of what is gone");
  }
}
