// The SAX interface of libxml2's HTML parser, and its error levels.
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
