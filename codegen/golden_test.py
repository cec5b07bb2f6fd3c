"""The generator's output for golden/protocol_test.json is what golden/protocol_test holds, and the distiller keeps its word.

After a wanted change: codegen/golden_test.py --update, and read the diff.
"""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import cpp_model  # noqa: E402
import distill  # noqa: E402
import generate  # noqa: E402

GOLDEN = HERE / "golden" / "protocol_test"
MODELS = HERE.parent / "models"


def generated() -> dict[str, str]:
    return generate.generate(HERE / "golden" / "protocol_test.json", HERE / "no-overlay.json", "protocol_test")


class GoldenTest(unittest.TestCase):
    maxDiff = None

    def test_output_is_golden(self) -> None:
        for name, text in generated().items():
            with self.subTest(name):
                self.assertEqual((GOLDEN / f"{name}.golden").read_text(encoding="utf-8"), text)

    def test_is_deterministic(self) -> None:
        self.assertEqual(generated(), generated())


class NamesTest(unittest.TestCase):
    def test_snake(self) -> None:
        cases = {
            "QueueUrl": "queue_url",
            "MD5OfBody": "md5_of_body",
            "MD5OfMessageAttributes": "md5_of_message_attributes",
            "AWSAccountIds": "aws_account_ids",
            "ETag": "e_tag",
            "default": "default_",
            "Delete": "delete_",
            "SSEKMSKeyId": "ssekms_key_id",
            "queueUrls": "queue_urls",
        }
        for name, expected in cases.items():
            self.assertEqual(cpp_model.snake(name), expected)

    def test_quote_escapes(self) -> None:
        self.assertEqual(cpp_model.quote('a"\\\n'), '"a\\"\\\\\\012"')


class ModelsTest(unittest.TestCase):
    """What the committed models promise."""

    def test_hold_no_prose(self) -> None:
        for path in MODELS.glob("*.json"):
            self.assertNotIn('"documentation"', path.read_text(encoding="ascii"), path.name)

    def test_are_as_the_distiller_writes_them(self) -> None:
        for path in MODELS.glob("*.json"):
            text = path.read_text(encoding="ascii")
            self.assertEqual(distill.to_text(json.loads(text)), text, path.name)

    def test_reference_only_what_they_hold(self) -> None:
        for path in MODELS.glob("*.json"):
            shapes = json.loads(path.read_text(encoding="ascii"))["shapes"]
            for name, shape in shapes.items():
                for ref in distill.references(shape):
                    self.assertIn(ref["shape"], shapes, f"{path.name}: {name}")

    def test_cover_the_chosen_operations(self) -> None:
        counts = {"sqs": 23, "dynamodb": 62, "dynamodbstreams": 4, "s3": 116, "ebs": 6, "glacier": 33, "athena": 75}
        counts |= {"redshift_data": 12, "sts": 11, "glue": len(distill.GLUE_OPERATIONS)}
        for service, count in counts.items():
            model = json.loads((MODELS / f"{service}.json").read_text(encoding="ascii"))
            self.assertEqual(len(model["operations"]), count, service)


class DistillTest(unittest.TestCase):
    def test_keeps_facts_and_drops_prose(self) -> None:
        shape = {
            "type": "structure",
            "documentation": "text",
            "required": ["A"],
            "members": {"A": {"shape": "S", "documentation": "text", "locationName": "a"}},
        }
        expected = {"type": "structure", "required": ["A"], "members": {"A": {"shape": "S", "locationName": "a"}}}
        self.assertEqual(distill.distill_shape(shape), expected)

    def test_reaches_through_lists_maps_and_errors(self) -> None:
        shapes = {
            "In": {"type": "structure", "members": {"L": {"shape": "List"}}},
            "List": {"type": "list", "member": {"shape": "Map"}},
            "Map": {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "In"}},
            "Key": {"type": "string"},
            "Err": {"type": "structure", "exception": True},
            "Unused": {"type": "string"},
        }
        model = {"shapes": shapes, "operations": {"Op": {"input": {"shape": "In"}, "errors": [{"shape": "Err"}]}, "Other": {}}}
        self.assertEqual(distill.reachable(model, ["Op"]), ["Err", "In", "Key", "List", "Map"])


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        GOLDEN.mkdir(exist_ok=True)
        for file_name, content in generated().items():
            (GOLDEN / f"{file_name}.golden").write_text(content, encoding="utf-8")
    else:
        unittest.main()
