"""A current AWS SDK in three languages: each runs one program that puts, gets, lists, uploads in parts and presigns."""

from __future__ import annotations

from client_rooms import CACHE

SAID = "put, get, list, multipart, presign: fine\n"


def test_javascript(run, workshop):
    folder = workshop("javascript")
    run("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", cwd=folder)
    assert run("node", "client.mjs", cwd=folder) == SAID


def test_go(run, workshop):
    folder = workshop("go")
    own = {"GOFLAGS": "-mod=readonly -modcacherw", "GOMODCACHE": str(CACHE / "go-modules"), "GOCACHE": str(CACHE / "go-build")}
    run("go", "build", "-o", "client", ".", cwd=folder, **own)
    assert run(folder / "client") == SAID


def test_java(run, workshop):
    folder = workshop("java")
    run("mvn", "-B", "-q", f"-Dmaven.repo.local={CACHE / 'maven'}", "compile", cwd=folder)
    assert run("java", "-cp", "target/classes:target/dependency/*", "Client", cwd=folder) == SAID
