// Debian's libxml2 is built with ICU, and its headers then include ICU's. Nothing of that is used,
// and it would clash with the ICU that Foundation brings along. Only the end of a structure that
// we never touch depends on it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
// htmlSAXHandler, htmlNewParserCtxt, htmlParseDocument: the SAX interface.
#include <libxml/HTMLparser.h>
// xmlInitParser.
#include <libxml/parser.h>
// xmlNewIOInputStream, inputPush: markup that is handed over in pieces.
// xmlSwitchEncoding: says that the text is UTF-8, so that no <meta> is believed.
#include <libxml/parserInternals.h>
