"""The JSON-LD contexts that the files name, as far as the files use them: no test asks the network.

Written from the Web Annotation Vocabulary (https://www.w3.org/TR/annotation-vocab/); each term leads where it does in
the context file of the W3C’s repository, web-annotation/jsonld/anno.jsonld.
"""

from __future__ import annotations

from typing import Any

from pyld import jsonld

_OA, _DCTERMS, _AS = "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/activitystreams#"
_FOAF, _XSD = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2001/XMLSchema#"


def _leads(to: str, **more: str) -> dict[str, str]:
    return {"@id": to, "@type": "@id", **more}


_OA_CLASSES = ["Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector"]
_OA_MOTIVES = ["assessing", "commenting", "describing", "editing", "identifying", "linking", "tagging"]
_OA_WORDS = ["exact", "prefix", "suffix"]

ANNOTATION = {
    "id": "@id",
    "type": "@type",
    **{name: _OA + name for name in (*_OA_CLASSES, *_OA_MOTIVES, *_OA_WORDS)},
    "Person": _FOAF + "Person",
    "Software": _AS + "Application",
    "AnnotationCollection": _AS + "OrderedCollection",
    "AnnotationPage": _AS + "OrderedCollectionPage",
    "body": _leads(_OA + "hasBody"),
    "target": _leads(_OA + "hasTarget"),
    "source": _leads(_OA + "hasSource"),
    "selector": _leads(_OA + "hasSelector"),
    "creator": _leads(_DCTERMS + "creator"),
    "generator": _leads(_AS + "generator"),
    "first": _leads(_AS + "first"),
    "items": _leads(_AS + "items", **{"@container": "@list"}),
    "motivation": {"@id": _OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": _OA + "hasPurpose", "@type": "@vocab"},
    "format": "http://purl.org/dc/elements/1.1/format",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "name": _FOAF + "name",
    "nickname": _FOAF + "nick",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "created": {"@id": _DCTERMS + "created", "@type": _XSD + "dateTime"},
    "modified": {"@id": _DCTERMS + "modified", "@type": _XSD + "dateTime"},
    "generated": {"@id": _DCTERMS + "issued", "@type": _XSD + "dateTime"},
    "start": {"@id": _OA + "start", "@type": _XSD + "nonNegativeInteger"},
    "end": {"@id": _OA + "end", "@type": _XSD + "nonNegativeInteger"},
    "total": {"@id": _AS + "totalItems", "@type": _XSD + "nonNegativeInteger"},
    "startIndex": {"@id": _AS + "startIndex", "@type": _XSD + "nonNegativeInteger"},
}
CONTEXTS = {
    "http://www.w3.org/ns/anno.jsonld": ANNOTATION,
    "https://schema.org": {"@vocab": "https://schema.org/", "url": {"@type": "@id"}},
}


def _load(url: str, options: Any) -> dict[str, Any]:
    document = {"@context": CONTEXTS[url]}
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


def expanded(document: Any) -> list[Any]:
    """The document as whoever reads JSON-LD sees it; a term that the context doesn't have is lost."""
    nodes: list[Any] = jsonld.expand(document, {"documentLoader": _load, "processingMode": "json-ld-1.1"})
    return nodes
