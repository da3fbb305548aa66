# SPDX-License-Identifier: GPL-3.0-or-later
"""An AnnotationService that finds the people of a list. README.md beside this file says how to run it.

usage: annotator_example.py LIST [HOST:PORT]
LIST       one person a line: the name to show, then other names, parted by "|":
             Wangari Maathai|Prof Maathai|Maathai
HOST:PORT  where to listen; port 0 takes a free one (default 127.0.0.1:50061)
"""
import re
import signal
import sys
from concurrent import futures

import grpc
from facetwire.v1 import annotation_service_pb2 as annotation
from facetwire.v1 import annotation_service_pb2_grpc, article_pb2

FIELDS = {
    article_pb2.TEXT_FIELD_TITLE: "title",
    article_pb2.TEXT_FIELD_SUMMARY: "summary",
    article_pb2.TEXT_FIELD_BODY: "body",
}


def read_list(path):
    """{every name: the name to show}."""
    with open(path, encoding="utf-8") as file:
        lines = [[name.strip() for name in line.split("|")] for line in file if line.strip()]
    return {name: names[0] for names in lines for name in names if name}


class PeopleOfAList(annotation_service_pb2_grpc.AnnotationServiceServicer):

    def __init__(self, shown):
        self.shown = shown
        # The longest first, so that a name within another one does not win.
        names = sorted(map(re.escape, shown), key=len, reverse=True)
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")

    def Annotate(self, request, context):
        response = annotation.AnnotateResponse(offset_unit=article_pb2.OFFSET_UNIT_CODE_POINTS)
        people = {}
        for field, name in FIELDS.items():
            for match in self.pattern.finditer(getattr(request.article, name)):
                label = self.shown[match[0]]
                if label not in people:
                    people[label] = response.entities.add(facet="person", label=label, confidence=0.9)
                people[label].mentions.add(field=field, begin=match.start(), end=match.end(), surface=match[0])
        for person in people.values():
            in_title = any(mention.field == article_pb2.TEXT_FIELD_TITLE for mention in person.mentions)
            person.salience = min(1.0, 0.2 * len(person.mentions) + (0.5 if in_title else 0))
        return response


def main():
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    address = sys.argv[2] if len(sys.argv) > 2 else "127.0.0.1:50061"
    shown = read_list(sys.argv[1])
    if not shown:
        sys.exit(f"{sys.argv[1]} names nobody")
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    annotation_service_pb2_grpc.add_AnnotationServiceServicer_to_server(PeopleOfAList(shown), server)
    port = server.add_insecure_port(address)
    server.start()
    print(f"annotator: {len(set(shown.values()))} people, listening on {address.rsplit(':', 1)[0]}:{port}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: server.stop(grace=1))
    server.wait_for_termination()


if __name__ == "__main__":
    main()
