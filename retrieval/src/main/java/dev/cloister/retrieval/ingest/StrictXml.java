package dev.cloister.retrieval.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML event by event, by the JDK's own parser: no document type, no entities of its own, nothing fetched. */
final class StrictXml {

    private StrictXml() {}

    /** What takes the events, in the document's order. */
    interface Events {

        /** An element begins; returns whether what it holds is wanted. */
        boolean start(XMLStreamReader element);

        void text(String text);

        void end(String localName);
    }

    /** @throws IOException if it is malformed or has a document type declaration */
    static void read(byte[] xml, Events events) throws IOException {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new IOException("the part has a document type or an entity");
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (!events.start(reader)) {
                            skip(reader);
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        events.text(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> events.end(reader.getLocalName());
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("the part is no XML", e);
        }
    }

    /** An attribute by its local name, whatever its namespace's prefix. */
    static Optional<String> attribute(XMLStreamReader element, String localName) {
        for (int i = 0; i < element.getAttributeCount(); i++) {
            if (element.getAttributeLocalName(i).equals(localName)) {
                return Optional.of(element.getAttributeValue(i));
            }
        }
        return Optional.empty();
    }

    private static void skip(XMLStreamReader reader) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }
}
