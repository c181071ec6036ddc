// graphmodel's schema in Neo4j. `graphmodel schema apply` makes it, and the first import does.
//
//   (:Service)           something kept running for somebody; a product is (:Service:Product)
//   (:Category)          a shelf of the catalogue; one without parent is a type
//   (:Role)              a post, a team, a supplier
//   (consumer:Service)-[:DEPENDS_ON]->(provider:Service)
//   (:Service)-[:IN_CATEGORY]->(:Category)        (:Category)-[:PART_OF]->(:Category)
//   (:Role)-[:RESPONSIBLE_FOR]->(:Service)
//
// That graph is made from the records in (:GraphmodelChunk), as of the revision that (:GraphmodelCatalogue) names:
// ask it whatever you like, and change it by imports only.

CREATE CONSTRAINT graphmodel_service IF NOT EXISTS FOR (s:Service) REQUIRE s.id IS UNIQUE;

CREATE CONSTRAINT graphmodel_category IF NOT EXISTS FOR (c:Category) REQUIRE c.id IS UNIQUE;

CREATE CONSTRAINT graphmodel_role IF NOT EXISTS FOR (r:Role) REQUIRE r.id IS UNIQUE;

// One key for consumer, provider and group, with tabs between: uniqueness would ignore a group that is null.
CREATE CONSTRAINT graphmodel_depends_on IF NOT EXISTS FOR ()-[d:DEPENDS_ON]-() REQUIRE d.key IS UNIQUE;

// One key for role, service and letter, with tabs between.
CREATE CONSTRAINT graphmodel_responsible_for IF NOT EXISTS FOR ()-[h:RESPONSIBLE_FOR]-() REQUIRE h.key IS UNIQUE;

CREATE INDEX graphmodel_service_name IF NOT EXISTS FOR (s:Service) ON (s.name);

CREATE CONSTRAINT graphmodel_catalogue IF NOT EXISTS FOR (c:GraphmodelCatalogue) REQUIRE c.name IS UNIQUE;

CREATE CONSTRAINT graphmodel_revision IF NOT EXISTS FOR (r:GraphmodelRevision) REQUIRE r.number IS UNIQUE;

CREATE CONSTRAINT graphmodel_chunk IF NOT EXISTS FOR (k:GraphmodelChunk) REQUIRE k.number IS UNIQUE;
