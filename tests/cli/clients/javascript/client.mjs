// The AWS SDK for JavaScript against the server that S3_ENDPOINT names: put, get, list, multipart, presign.
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const client = new S3Client({
  endpoint: process.env.S3_ENDPOINT,
  region: "us-east-1",
  forcePathStyle: true,
  credentials: { accessKeyId: "123456789012", secretAccessKey: "secret" },
  maxAttempts: 1,
});
const Bucket = `wb-js-${randomUUID()}`;

await client.send(new CreateBucketCommand({ Bucket }));

// Put and get, with the default checksums of the SDK.
const metadata = { Metadata: { a: "1" }, ContentType: "text/plain" };
await client.send(new PutObjectCommand({ Bucket, Key: "a b/ü.txt", Body: "body", ...metadata }));
const got = await client.send(new GetObjectCommand({ Bucket, Key: "a b/ü.txt", ChecksumMode: "ENABLED" }));
assert.equal(await got.Body.transformToString(), "body");
assert.deepEqual([got.Metadata, got.ContentType], [{ a: "1" }, "text/plain"]);
await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: "none" })), { name: "NoSuchKey" });
await client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${encodeURIComponent("a b/ü.txt")}` }));

// Multipart, by lib-storage.
const large = randomBytes(17 * 1024 * 1024);
const upload = new Upload({ client, params: { Bucket, Key: "large", Body: large }, partSize: 5 * 1024 * 1024 });
await upload.done();
const head = await client.send(new HeadObjectCommand({ Bucket, Key: "large" }));
assert.equal(head.ContentLength, large.length);
assert.match(head.ETag, /-4"$/);
const range = await client.send(new GetObjectCommand({ Bucket, Key: "large", Range: "bytes=5242870-5242890" }));
assert.deepEqual(Buffer.from(await range.Body.transformToByteArray()), large.subarray(5242870, 5242891));

// Lists, a page at a time.
for (let i = 0; i < 5; ++i) await client.send(new PutObjectCommand({ Bucket, Key: `list/${i}`, Body: `${i}` }));
const keys = [];
for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket, Prefix: "list/" })) {
  keys.push(...page.Contents.map((object) => object.Key));
}
assert.deepEqual(keys, ["list/0", "list/1", "list/2", "list/3", "list/4"]);

// Presigned requests.
const put = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
assert.equal((await fetch(put, { method: "PUT", body: "signed body" })).status, 200);
const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
assert.equal(await (await fetch(url)).text(), "signed body");

const all = [];
for await (const page of paginateListObjectsV2({ client }, { Bucket })) all.push(...page.Contents.map(({ Key }) => ({ Key })));
await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: all } }));
await client.send(new DeleteBucketCommand({ Bucket }));
console.log("put, get, list, multipart, presign: fine");
