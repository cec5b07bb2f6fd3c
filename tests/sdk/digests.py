"""Digests of messages and their attributes, made anew from AWS's description of them."""

import hashlib
import struct


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def _sized(data):
    return struct.pack("!I", len(data)) + data


def attributes_md5(attributes):
    out = b""
    for name in sorted(attributes):
        value = attributes[name]
        out += _sized(name.encode()) + _sized(value["DataType"].encode())
        if "BinaryValue" in value:
            out += b"\2" + _sized(value["BinaryValue"])
        else:
            out += b"\1" + _sized(value["StringValue"].encode())
    return hashlib.md5(out).hexdigest()
