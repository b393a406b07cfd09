// htmlSAXHandler, htmlCreateMemoryParserCtxt, htmlParseDocument: the SAX interface.
#include <libxml/HTMLparser.h>
// xmlInitParser, and XML_PARSE_HUGE, which the HTML parser honours too.
#include <libxml/parser.h>
// xmlSwitchEncoding: says that the text is UTF-8, so that no <meta> is believed.
#include <libxml/parserInternals.h>
