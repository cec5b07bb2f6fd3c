"""The document clients of DynamoDB in three languages: each runs one program that makes a table, works with it, reads its stream."""

from __future__ import annotations

from client_rooms import CACHE

SAID = "documents, pages, batches, transactions, streams: fine\n"


def test_javascript(run, workshop, endpoint):
    folder = workshop("dynamodb-javascript")
    run("npm", "ci", "--no-audit", "--no-fund", cwd=folder)
    assert run("node", "client.mjs", cwd=folder, DYNAMODB_ENDPOINT=endpoint) == SAID


def test_go(run, workshop, endpoint):
    folder = workshop("dynamodb-go")
    own = {"GOFLAGS": "-mod=readonly -modcacherw", "GOMODCACHE": str(CACHE / "go-modules"), "GOCACHE": str(CACHE / "go-build")}
    run("go", "build", "-o", "client", ".", cwd=folder, **own)
    assert run(folder / "client", DYNAMODB_ENDPOINT=endpoint) == SAID


def test_java(run, workshop, endpoint):
    folder = workshop("dynamodb-java")
    run("mvn", "-B", "-q", f"-Dmaven.repo.local={CACHE / 'maven'}", "compile", cwd=folder)
    classes = "target/classes:target/dependency/*"
    assert run("java", "-cp", classes, "Client", cwd=folder, DYNAMODB_ENDPOINT=endpoint) == SAID
