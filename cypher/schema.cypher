// graphmodel's schema in Neo4j. `graphmodel schema apply` makes it, and the first import does; docs/generate.py writes
// this file. A product is (:Service:Product); a category without parent is a type; who depends is a consumer.
//
//   (:Service)
//   (:Category)
//   (:Role)
//   (:Service)-[:DEPENDS_ON]->(:Service)
//   (:Role)-[:RESPONSIBLE_FOR]->(:Service)
//   (:Service)-[:OBSERVED]->(:Service)
//   (:Service)-[:IN_CATEGORY]->(:Category)
//   (:Category)-[:PART_OF]->(:Category)
//
// That graph is made from the records in (:GraphmodelChunk), as of the revision that (:GraphmodelCatalogue) names:
// ask it whatever you like, and change it by imports only.

CREATE CONSTRAINT graphmodel_service IF NOT EXISTS FOR (n:Service) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT graphmodel_category IF NOT EXISTS FOR (n:Category) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT graphmodel_role IF NOT EXISTS FOR (n:Role) REQUIRE n.id IS UNIQUE;

// One key for service, depends_on, group, with tabs between: uniqueness would ignore what is null.
CREATE CONSTRAINT graphmodel_depends_on IF NOT EXISTS FOR ()-[r:DEPENDS_ON]-() REQUIRE r.key IS UNIQUE;

// One key for role, service, responsibility, with tabs between: uniqueness would ignore what is null.
CREATE CONSTRAINT graphmodel_responsible_for IF NOT EXISTS FOR ()-[r:RESPONSIBLE_FOR]-() REQUIRE r.key IS UNIQUE;

// One key for service, depends_on, with tabs between: uniqueness would ignore what is null.
CREATE CONSTRAINT graphmodel_observed IF NOT EXISTS FOR ()-[r:OBSERVED]-() REQUIRE r.key IS UNIQUE;

CREATE INDEX graphmodel_service_name IF NOT EXISTS FOR (n:Service) ON (n.name);

CREATE CONSTRAINT graphmodel_catalogue IF NOT EXISTS FOR (n:GraphmodelCatalogue) REQUIRE n.name IS UNIQUE;

CREATE CONSTRAINT graphmodel_revision IF NOT EXISTS FOR (n:GraphmodelRevision) REQUIRE n.number IS UNIQUE;

CREATE CONSTRAINT graphmodel_chunk IF NOT EXISTS FOR (n:GraphmodelChunk) REQUIRE n.number IS UNIQUE;
