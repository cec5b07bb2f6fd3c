// The AWS SDK for Go against the server that S3_ENDPOINT names: put, get, list, multipart, presign.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func check(holds bool, what string, values ...any) {
	if !holds {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, values)
		os.Exit(1)
	}
}

func text(body io.ReadCloser) string {
	defer body.Close()
	return string(must(io.ReadAll(body)))
}

func main() {
	ctx := context.Background()
	client := s3.New(s3.Options{
		BaseEndpoint:     aws.String(os.Getenv("S3_ENDPOINT")),
		Region:           "us-east-1",
		UsePathStyle:     true,
		RetryMaxAttempts: 1,
		Credentials:      credentials.NewStaticCredentialsProvider("123456789012", "secret", ""),
	})
	bucket := aws.String(fmt.Sprintf("wb-go-%d", time.Now().UnixNano()))
	must(client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: bucket}))

	putAndGet(ctx, client, bucket)
	multipart(ctx, client, bucket)
	list(ctx, client, bucket)
	presign(ctx, client, bucket)

	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: bucket})
	for pages.HasMorePages() {
		page := must(pages.NextPage(ctx))
		var doomed []types.ObjectIdentifier
		for _, object := range page.Contents {
			doomed = append(doomed, types.ObjectIdentifier{Key: object.Key})
		}
		must(client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: bucket, Delete: &types.Delete{Objects: doomed}}))
	}
	must(client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: bucket}))
	fmt.Println("put, get, list, multipart, presign: fine")
}

func putAndGet(ctx context.Context, client *s3.Client, bucket *string) {
	key := aws.String("a b/ü.txt")
	must(client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: bucket, Key: key, Body: strings.NewReader("body"), Metadata: map[string]string{"a": "1"},
	}))
	got := must(client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key, ChecksumMode: types.ChecksumModeEnabled}))
	check(text(got.Body) == "body" && got.Metadata["a"] == "1", "get", got.Metadata)
	_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("none")})
	var missing *types.NoSuchKey
	check(errors.As(err, &missing), "a missing key", err)
	_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("none")})
	var notFound *types.NotFound
	check(errors.As(err, &notFound), "HEAD of a missing key", err)
}

func multipart(ctx context.Context, client *s3.Client, bucket *string) {
	large := make([]byte, 17<<20)
	must(rand.Read(large))
	uploader := manager.NewUploader(client)
	must(uploader.Upload(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("large"), Body: bytes.NewReader(large)}))
	head := must(client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("large")}))
	check(*head.ContentLength == int64(len(large)) && strings.HasSuffix(*head.ETag, "-4\""), "multipart", *head.ETag)
	buffer := manager.NewWriteAtBuffer(nil)
	must(manager.NewDownloader(client).Download(ctx, buffer, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("large")}))
	check(bytes.Equal(buffer.Bytes(), large), "what came back is not what was sent")
}

func list(ctx context.Context, client *s3.Client, bucket *string) {
	for i := 0; i < 5; i++ {
		must(client.PutObject(ctx, &s3.PutObjectInput{
			Bucket: bucket, Key: aws.String(fmt.Sprintf("list/%d", i)), Body: strings.NewReader("x"),
		}))
	}
	var keys []string
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{
		Bucket: bucket, Prefix: aws.String("list/"), MaxKeys: aws.Int32(2),
	})
	for pages.HasMorePages() {
		for _, object := range must(pages.NextPage(ctx)).Contents {
			keys = append(keys, *object.Key)
		}
	}
	check(strings.Join(keys, " ") == "list/0 list/1 list/2 list/3 list/4", "list", keys)
}

func presign(ctx context.Context, client *s3.Client, bucket *string) {
	presigner := s3.NewPresignClient(client)
	key := aws.String("signed")
	put := must(presigner.PresignPutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: key}))
	request := must(http.NewRequest(put.Method, put.URL, strings.NewReader("signed body")))
	answer := must(http.DefaultClient.Do(request))
	check(answer.StatusCode == 200, "presigned PUT", answer.Status, text(answer.Body))
	get := must(presigner.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key}))
	answer = must(http.Get(get.URL))
	check(text(answer.Body) == "signed body", "presigned GET", answer.Status)
}
