import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The AWS SDK for Java against the server that S3_ENDPOINT names: put, get, list, multipart, presign. */
public final class Client {
  private static final URI ENDPOINT = URI.create(System.getenv("S3_ENDPOINT"));
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("123456789012", "secret"));
  private static final String BUCKET = "wb-java-" + UUID.randomUUID();

  private static void check(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
  }

  public static void main(String[] arguments) throws Exception {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(ENDPOINT)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      s3.createBucket(b -> b.bucket(BUCKET));
      putAndGet(s3);
      multipart(s3);
      list(s3);
      presign();
      List<ObjectIdentifier> all = new ArrayList<>();
      for (S3Object object : s3.listObjectsV2Paginator(b -> b.bucket(BUCKET)).contents()) {
        all.add(ObjectIdentifier.builder().key(object.key()).build());
      }
      s3.deleteObjects(b -> b.bucket(BUCKET).delete(d -> d.objects(all)));
      s3.deleteBucket(b -> b.bucket(BUCKET));
    }
    System.out.println("put, get, list, multipart, presign: fine");
  }

  private static void putAndGet(S3Client s3) {
    s3.putObject(b -> b.bucket(BUCKET).key("a b/ü.txt").metadata(Map.of("a", "1")), RequestBody.fromString("body"));
    var got = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a b/ü.txt").checksumMode(ChecksumMode.ENABLED));
    check(got.asUtf8String().equals("body") && "1".equals(got.response().metadata().get("a")), "get");
    try {
      s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("none"));
      check(false, "a missing key was found");
    } catch (NoSuchKeyException expected) {
      check(expected.statusCode() == 404, "the status of a missing key");
    }
  }

  private static void multipart(S3Client s3) {
    byte[] large = new byte[12 << 20];
    new Random(1).nextBytes(large);
    int partSize = 5 << 20;
    String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("large")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int at = 0; at < large.length; at += partSize) {
      int number = parts.size() + 1;
      byte[] part = Arrays.copyOfRange(large, at, Math.min(at + partSize, large.length));
      var sent =
          s3.uploadPart(b -> b.bucket(BUCKET).key("large").uploadId(id).partNumber(number), RequestBody.fromBytes(part));
      parts.add(CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build());
    }
    check(s3.listParts(b -> b.bucket(BUCKET).key("large").uploadId(id)).parts().size() == 3, "the parts of the upload");
    s3.completeMultipartUpload(b -> b.bucket(BUCKET).key("large").uploadId(id).multipartUpload(m -> m.parts(parts)));
    var got = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("large"));
    check(Arrays.equals(got.asByteArray(), large) && got.response().eTag().endsWith("-3\""), "multipart");
  }

  private static void list(S3Client s3) {
    for (int i = 0; i < 5; ++i) {
      String key = "list/" + i;
      s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString("x"));
    }
    List<String> keys = new ArrayList<>();
    for (S3Object object : s3.listObjectsV2Paginator(b -> b.bucket(BUCKET).prefix("list/").maxKeys(2)).contents()) {
      keys.add(object.key());
    }
    check(keys.equals(List.of("list/0", "list/1", "list/2", "list/3", "list/4")), "list");
  }

  private static void presign() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(ENDPOINT)
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      var put =
          presigner.presignPutObject(
              p -> p.signatureDuration(Duration.ofMinutes(1)).putObjectRequest(b -> b.bucket(BUCKET).key("signed")));
      var sent =
          http.send(
              HttpRequest.newBuilder(put.url().toURI()).PUT(HttpRequest.BodyPublishers.ofString("signed body")).build(),
              HttpResponse.BodyHandlers.ofString());
      check(sent.statusCode() == 200, "presigned PUT: " + sent.statusCode() + " " + sent.body());
      var get =
          presigner.presignGetObject(
              p -> p.signatureDuration(Duration.ofMinutes(1)).getObjectRequest(b -> b.bucket(BUCKET).key("signed")));
      var got =
          http.send(HttpRequest.newBuilder(get.url().toURI()).build(), HttpResponse.BodyHandlers.ofString());
      check(got.body().equals("signed body"), "presigned GET: " + got.body());
    }
  }
}
