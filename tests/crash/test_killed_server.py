"""A server that is killed while it writes: the next one on the folder finds no half a file, and clears what nothing names."""

from __future__ import annotations

import os
import threading

MIB = 1 << 20


def write_until_it_fails(client, number, written):
    try:
        for round_number in range(10_000):
            client.put_object(Bucket="photos", Key=f"{number}/{round_number}", Body=os.urandom(2 * MIB))
            written.append(1)
    except Exception:  # noqa: BLE001: the server is gone, however the SDK says so
        pass


def test_killed_while_it_writes(start_server):
    server = start_server("--vfs-fsync", "off")
    client = server.client()
    client.create_bucket(Bucket="photos")
    written = []
    writers = [threading.Thread(target=write_until_it_fails, args=(server.client(), n, written)) for n in range(4)]
    for writer in writers:
        writer.start()
    while len(written) < 12:
        pass
    server.kill()
    for writer in writers:
        writer.join(timeout=30)
    left = server.files()
    assert left, "what was written is on the disk"

    # Records were in memory and are gone: temporary files go at once, blobs that nothing names with the collection of orphans.
    second = start_server("--vfs-fsync", "off", folder=server.folder)
    client = second.client()
    client.create_bucket(Bucket="photos")
    whole = {path.stat().st_size for path in second.files()}
    assert whole <= {2 * MIB}, "a part of a file is left"
    assert "Contents" not in client.list_objects_v2(Bucket="photos")
    body = os.urandom(3 * MIB)
    client.put_object(Bucket="photos", Key="a", Body=body)
    assert client.get_object(Bucket="photos", Key="a")["Body"].read() == body
