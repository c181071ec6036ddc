// The statements by which graphmodel loads its graph, some thousand rows at a time; docs/generate.py writes this file.
// Created is only what is not there yet: under a uniqueness constraint CREATE is as safe as MERGE, and much faster.
// Properties that many rows share are said once (shapes); the rows name them by their place in that list. Where a node
// is missing its relationships are not created, which graphmodel notices by their number. What is many rows is sent as
// lines of texts with tabs between (no id holds a tab), since drivers take long over many small values.

// service create: lines of a category, which may be empty, then id, place in $names and shape of each
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
OPTIONAL MATCH (c:Category {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
CREATE (n:Service {id: row[at], name: $names[toInteger(row[at + 1])]})
SET n += $shapes[toInteger(row[at + 2])]
WITH n, c WHERE c IS NOT NULL
CREATE (n)-[:IN_CATEGORY]->(c);

// product create: lines of a category, which may be empty, then id, place in $names and shape of each
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
OPTIONAL MATCH (c:Category {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
CREATE (n:Service:Product {id: row[at], name: $names[toInteger(row[at + 1])]})
SET n += $shapes[toInteger(row[at + 2])]
WITH n, c WHERE c IS NOT NULL
CREATE (n)-[:IN_CATEGORY]->(c);

// service change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (n:Service {id: row.id})
SET n += row
REMOVE n:Product;

// product change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (n:Service {id: row.id})
SET n += row
SET n:Product;

// service withdraw: rows are ids
UNWIND $rows AS row
MATCH (n:Service {id: row})
DETACH DELETE n;

// category create: rows are maps of properties
UNWIND $rows AS row
CREATE (n:Category)
SET n = row;

// category change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (n:Category {id: row.id})
SET n += row;

// category withdraw: rows are ids
UNWIND $rows AS row
MATCH (n:Category {id: row})
DETACH DELETE n;

// role create: rows are maps of properties
UNWIND $rows AS row
CREATE (n:Role)
SET n = row;

// role change: rows are maps of properties, null for those that go
UNWIND $rows AS row
MATCH (n:Role {id: row.id})
SET n += row;

// role withdraw: rows are ids
UNWIND $rows AS row
MATCH (n:Role {id: row})
DETACH DELETE n;

// dependency create: lines of a service, then depends_on, group and shape of each dependency
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
MATCH (a:Service {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
MATCH (b:Service {id: row[at]})
CREATE (a)-[r:DEPENDS_ON {key: row[0] + '\t' + row[at] + '\t' + row[at + 1]}]->(b)
SET r += $shapes[toInteger(row[at + 2])];

// dependency change: rows are [service, depends_on, properties], null for those that go
UNWIND $rows AS row
MATCH ()-[r:DEPENDS_ON {key: row[2].key}]->()
SET r += row[2];

// dependency withdraw: rows are keys
UNWIND $rows AS row
MATCH ()-[r:DEPENDS_ON {key: row}]->()
DELETE r;

// responsibility create: lines of a role, then service, responsibility and shape of each responsibility
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
MATCH (a:Role {id: row[0]})
UNWIND range(1, size(row) - 1, 3) AS at
MATCH (b:Service {id: row[at]})
CREATE (a)-[r:RESPONSIBLE_FOR {key: row[0] + '\t' + row[at] + '\t' + row[at + 1]}]->(b)
SET r += $shapes[toInteger(row[at + 2])];

// responsibility change: rows are [role, service, properties], null for those that go
UNWIND $rows AS row
MATCH ()-[r:RESPONSIBLE_FOR {key: row[2].key}]->()
SET r += row[2];

// responsibility withdraw: rows are keys
UNWIND $rows AS row
MATCH ()-[r:RESPONSIBLE_FOR {key: row}]->()
DELETE r;

// observation create: lines of a service, then depends_on and shape of each observation
UNWIND split($rows, '\n') AS line
WITH split(line, '\t') AS row
MATCH (a:Service {id: row[0]})
UNWIND range(1, size(row) - 1, 2) AS at
MATCH (b:Service {id: row[at]})
CREATE (a)-[r:OBSERVED {key: row[0] + '\t' + row[at]}]->(b)
SET r += $shapes[toInteger(row[at + 1])];

// observation change: rows are [service, depends_on, properties], null for those that go
UNWIND $rows AS row
MATCH ()-[r:OBSERVED {key: row[2].key}]->()
SET r += row[2];

// observation withdraw: rows are keys
UNWIND $rows AS row
MATCH ()-[r:OBSERVED {key: row}]->()
DELETE r;

// IN_CATEGORY create: rows are [start, end]
UNWIND $rows AS row
MATCH (a:Service {id: row[0]})
MATCH (b:Category {id: row[1]})
CREATE (a)-[:IN_CATEGORY]->(b);

// IN_CATEGORY withdraw: rows are [start, end]
UNWIND $rows AS row
MATCH (:Service {id: row[0]})-[r:IN_CATEGORY]->(:Category {id: row[1]})
DELETE r;

// PART_OF create: rows are [start, end]
UNWIND $rows AS row
MATCH (a:Category {id: row[0]})
MATCH (b:Category {id: row[1]})
CREATE (a)-[:PART_OF]->(b);

// PART_OF withdraw: rows are [start, end]
UNWIND $rows AS row
MATCH (:Category {id: row[0]})-[r:PART_OF]->(:Category {id: row[1]})
DELETE r;
