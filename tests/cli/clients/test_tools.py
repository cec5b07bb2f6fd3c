"""s3cmd, rclone, restic (Debian's) and the AWS CLI: what people sync and back up with."""

from __future__ import annotations

import os

from client_rooms import ACCESS_KEY, SECRET_KEY, contents

LARGE_BYTES = 200 << 20


def test_s3cmd(run, endpoint, bucket, tree, tmp_path):
    host = endpoint.split("//")[1]
    s3cmd = [
        "s3cmd",
        f"--config={os.devnull}",
        f"--access_key={ACCESS_KEY}",
        f"--secret_key={SECRET_KEY}",
        f"--host={host}",
        f"--host-bucket={host}",
        "--region=us-east-1",
        "--no-ssl",
        "--no-progress",
        "--multipart-chunk-size-mb=5",
    ]
    run(*s3cmd, "sync", f"{tree}/", f"s3://{bucket}/tree/")
    listed = run(*s3cmd, "ls", "--recursive", f"s3://{bucket}/tree/")
    assert len(listed.splitlines()) == len(contents(tree))
    run(*s3cmd, "sync", f"s3://{bucket}/tree/", f"{tmp_path}/back/")
    assert contents(tmp_path / "back") == contents(tree)
    run(*s3cmd, "put", "--acl-private", tree / "large.bin", f"s3://{bucket}/large")
    assert "File size: 20971520" in run(*s3cmd, "info", f"s3://{bucket}/large")
    run(*s3cmd, "cp", f"s3://{bucket}/large", f"s3://{bucket}/copy")
    run(*s3cmd, "mv", f"s3://{bucket}/copy", f"s3://{bucket}/moved")
    run(*s3cmd, "del", "--recursive", "--force", f"s3://{bucket}/tree/")
    assert [line.split()[-1] for line in run(*s3cmd, "ls", f"s3://{bucket}").splitlines()] == [
        f"s3://{bucket}/large",
        f"s3://{bucket}/moved",
    ]


def test_rclone(run, endpoint, bucket, tree, tmp_path):
    remote = {
        "RCLONE_CONFIG": str(tmp_path / "none.conf"),
        "RCLONE_CONFIG_WB_TYPE": "s3",
        "RCLONE_CONFIG_WB_PROVIDER": "Other",
        "RCLONE_CONFIG_WB_ENDPOINT": endpoint,
        "RCLONE_CONFIG_WB_REGION": "us-east-1",
        "RCLONE_CONFIG_WB_ACCESS_KEY_ID": ACCESS_KEY,
        "RCLONE_CONFIG_WB_SECRET_ACCESS_KEY": SECRET_KEY,
        "RCLONE_CONFIG_WB_UPLOAD_CUTOFF": "8M",
        "RCLONE_CONFIG_WB_CHUNK_SIZE": "5M",
        # rclone 1.60 sends `private` where it is told nothing, which a bucket without ACLs refuses, here as in AWS.
        "RCLONE_CONFIG_WB_ACL": "bucket-owner-full-control",
    }
    run("rclone", "sync", tree, f"wb:{bucket}/tree", **remote)
    run("rclone", "check", tree, f"wb:{bucket}/tree", **remote)
    run("rclone", "check", "--download", tree, f"wb:{bucket}/tree", **remote)
    (tree / "large.bin").unlink()
    (tree / "dir 0/file-0.bin").write_bytes(b"changed")
    run("rclone", "sync", tree, f"wb:{bucket}/tree", **remote)
    run("rclone", "check", "--download", tree, f"wb:{bucket}/tree", **remote)
    run("rclone", "copy", f"wb:{bucket}/tree", tmp_path / "back", **remote)
    assert contents(tmp_path / "back") == contents(tree)
    run("rclone", "purge", f"wb:{bucket}/tree", **remote)
    assert run("rclone", "ls", f"wb:{bucket}", **remote) == ""


def test_restic(run, endpoint, bucket, tree, tmp_path):
    repository = {
        "RESTIC_REPOSITORY": f"s3:{endpoint}/{bucket}/backup",
        "RESTIC_PASSWORD": "password",
        "RESTIC_CACHE_DIR": str(tmp_path / "cache"),
    }
    run("restic", "init", **repository)
    run("restic", "backup", "tree", cwd=tree.parent, **repository)
    (tree / "dir 1/file-1.bin").write_bytes(b"changed")
    run("restic", "backup", "tree", cwd=tree.parent, **repository)
    run("restic", "check", "--read-data", **repository)
    assert "2 snapshots" in run("restic", "snapshots", "--compact", **repository)
    run("restic", "restore", "latest", "--target", tmp_path / "back", **repository)
    assert contents(tmp_path / "back" / "tree") == contents(tree)
    run("restic", "forget", "--keep-last", "1", "--prune", **repository)
    run("restic", "check", **repository)


def test_aws_s3_sync_of_a_thousand_files(run, endpoint, s3, bucket, tmp_path):
    aws = [os.environ["WB_AWS_CLI"], "--endpoint-url", endpoint, "s3"]
    source = tmp_path / "source"
    for i in range(1000):
        file = source / f"{i % 10}/{i:04}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"file {i}")
        os.utime(file, (1_700_000_000, 1_700_000_000))  # S3 tells whole seconds: files of this second would be sent again
    run(*aws, "sync", source, f"s3://{bucket}/many", "--only-show-errors")
    assert run(*aws, "ls", "--recursive", "--summarize", f"s3://{bucket}/many/").count(".txt") == 1000
    assert run(*aws, "sync", source, f"s3://{bucket}/many") == ""  # nothing left to do
    (source / "3/0003.txt").unlink()
    assert "delete: " in run(*aws, "sync", "--delete", source, f"s3://{bucket}/many")
    run(*aws, "sync", f"s3://{bucket}/many", tmp_path / "back", "--only-show-errors")
    assert contents(tmp_path / "back") == contents(source)
    run(*aws, "rm", "--recursive", f"s3://{bucket}/many", "--only-show-errors")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_aws_s3_cp_of_a_large_file(run, endpoint, s3, bucket, tmp_path):
    aws = [os.environ["WB_AWS_CLI"], "--endpoint-url", endpoint, "s3"]
    large = tmp_path / "large.bin"
    piece = os.urandom(1 << 20)
    with large.open("wb") as file:
        for i in range(LARGE_BYTES >> 20):
            file.write(i.to_bytes(8, "big") + piece[8:])
    run(*aws, "cp", large, f"s3://{bucket}/large.bin", "--only-show-errors")
    head = s3.head_object(Bucket=bucket, Key="large.bin")
    assert head["ContentLength"] == LARGE_BYTES
    assert head["ETag"].endswith('-25"')
    run(*aws, "cp", f"s3://{bucket}/large.bin", f"s3://{bucket}/copy.bin", "--only-show-errors")
    run(*aws, "cp", f"s3://{bucket}/copy.bin", tmp_path / "back.bin", "--only-show-errors")
    run("cmp", large, tmp_path / "back.bin")
