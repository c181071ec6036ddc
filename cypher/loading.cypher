// The statements by which graphmodel loads its graph, some thousand rows at a time. Each begins with its name.
// Created is only what is not there yet: under a uniqueness constraint CREATE is as safe as MERGE, and much faster.
// Properties that many rows share are said once (shapes); the rows name them by their place in that list. Where a node
// is missing its relationships are not created, which graphmodel notices by their number. What is many rows is sent as
// lines of texts with tabs between (no id holds a tab), since drivers take long over many small values.

// service create: lines of a category, which may be empty, then id, place in $names and shape of each
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
OPTIONAL MATCH (category:Category {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
CREATE (s:Service {id: row[at], name: $names[toInteger(row[at + 1])]})
SET s += $shapes[toInteger(row[at + 2])]
WITH s, category WHERE category IS NOT NULL
CREATE (s)-[:IN_CATEGORY]->(category);

// product create: lines of a category, which may be empty, then id, place in $names and shape of each
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
OPTIONAL MATCH (category:Category {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
CREATE (s:Service:Product {id: row[at], name: $names[toInteger(row[at + 1])]})
SET s += $shapes[toInteger(row[at + 2])]
WITH s, category WHERE category IS NOT NULL
CREATE (s)-[:IN_CATEGORY]->(category);

// category create: rows are maps of properties
UNWIND $rows AS row
CREATE (c:Category)
SET c = row;

// role create: rows are maps of properties
UNWIND $rows AS row
CREATE (r:Role)
SET r = row;

// service change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (s:Service {id: row.id})
SET s += row
REMOVE s:Product;

// product change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (s:Service {id: row.id})
SET s += row
SET s:Product;

// category change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (c:Category {id: row.id})
SET c += row;

// role change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (r:Role {id: row.id})
SET r += row;

// service withdraw: rows are ids
UNWIND $rows AS row
MATCH (s:Service {id: row})
DETACH DELETE s;

// category withdraw: rows are ids
UNWIND $rows AS row
MATCH (c:Category {id: row})
DETACH DELETE c;

// role withdraw: rows are ids
UNWIND $rows AS row
MATCH (r:Role {id: row})
DETACH DELETE r;

// dependency create: lines of a consumer, then provider, group and shape of each of its dependencies
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
MATCH (consumer:Service {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
MATCH (provider:Service {id: row[at]})
CREATE (consumer)-[d:DEPENDS_ON {key: row[0] + '\t' + row[at] + '\t' + row[at + 1]}]->(provider)
SET d += $shapes[toInteger(row[at + 2])];

// responsibility create: lines of a role, then service, letter and shape of each of its responsibilities
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
MATCH (role:Role {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
MATCH (service:Service {id: row[at]})
CREATE (role)-[h:RESPONSIBLE_FOR {key: row[0] + '\t' + row[at] + '\t' + row[at + 1]}]->(service)
SET h += $shapes[toInteger(row[at + 2])];

// in_category create: rows are [service, category]
UNWIND $rows AS row
MATCH (service:Service {id: row[0]})
MATCH (category:Category {id: row[1]})
CREATE (service)-[:IN_CATEGORY]->(category);

// part_of create: rows are [category, parent]
UNWIND $rows AS row
MATCH (category:Category {id: row[0]})
MATCH (parent:Category {id: row[1]})
CREATE (category)-[:PART_OF]->(parent);

// dependency change: rows are [consumer, provider, properties], null for those that go
UNWIND $rows AS row
MATCH ()-[d:DEPENDS_ON {key: row[2].key}]->()
SET d += row[2];

// responsibility change: rows are [role, service, properties], null for those that go
UNWIND $rows AS row
MATCH ()-[h:RESPONSIBLE_FOR {key: row[2].key}]->()
SET h += row[2];

// dependency withdraw: rows are keys
UNWIND $rows AS row
MATCH ()-[d:DEPENDS_ON {key: row}]->()
DELETE d;

// responsibility withdraw: rows are keys
UNWIND $rows AS row
MATCH ()-[h:RESPONSIBLE_FOR {key: row}]->()
DELETE h;

// in_category withdraw: rows are [service, category]
UNWIND $rows AS row
MATCH (:Service {id: row[0]})-[i:IN_CATEGORY]->(:Category {id: row[1]})
DELETE i;

// part_of withdraw: rows are [category, parent]
UNWIND $rows AS row
MATCH (:Category {id: row[0]})-[p:PART_OF]->(:Category {id: row[1]})
DELETE p;
