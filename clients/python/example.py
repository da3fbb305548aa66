# SPDX-License-Identifier: GPL-3.0-or-later
"""Indexes one article and searches for it. README.md beside this file says how to run it."""
import sys

import grpc
from facetwire.v1 import indexing_service_pb2 as indexing
from facetwire.v1 import indexing_service_pb2_grpc, query_service_pb2_grpc
from facetwire.v1 import query_service_pb2 as query
from google.protobuf.timestamp_pb2 import Timestamp

server = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051"
with grpc.insecure_channel(server, options=[("grpc.enable_http_proxy", 0)]) as channel:
    request = indexing.IndexArticleRequest()
    request.article.id = "python-example"
    request.article.title = "Kyrgyzstan and China begin railway construction"
    request.article.body = "Premier Li Qiang praised the railway. Farmers hope to export more fruit."
    request.article.published_time.CopyFrom(Timestamp(seconds=1698278400))  # 2023-10-26
    indexed = indexing_service_pb2_grpc.IndexingServiceStub(channel).IndexArticle(request, timeout=10)

    search = query.SearchRequest(min_commit_token=indexed.commit_token)
    search.query.text = "railway construction"
    search.query.filters.add(facet="country", any_of=["KG"])
    for facet in ("country", "person", "sector"):
        search.facets.add(facet=facet)
    found = query_service_pb2_grpc.QueryServiceStub(channel).Search(search, timeout=10)

print(f"{found.total_count} found")
for hit in found.hits:
    print(f"{hit.score:6.2f}  {hit.article.id}  {hit.article.title}")
for facet in found.facets:
    print(facet.facet, [(value.id, value.label, value.count) for value in facet.values])
