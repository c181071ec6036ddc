// The statements by which graphmodel loads its graph, some thousand rows at a time. Each begins with its name.
// Created is only what is not there yet: under a uniqueness constraint CREATE is as safe as MERGE, and much faster.
// Nodes are looked up once for all rows, which name them by their place in that list; so are the properties that many
// rows share (shapes). Where one of the nodes is missing nothing is created, which graphmodel notices by the count.

// service create: rows are [id, name, shape, category or null]
UNWIND $categories AS id
MATCH (c:Category {id: id})
WITH collect(c) AS categories WHERE size(categories) = size($categories)
UNWIND $rows AS row
CREATE (s:Service {id: row[0], name: row[1]})
SET s += $shapes[row[2]]
WITH s, categories[row[3]] AS category WHERE category IS NOT NULL
CREATE (s)-[:IN_CATEGORY]->(category);

// product create: rows are [id, name, shape, category or null]
UNWIND $categories AS id
MATCH (c:Category {id: id})
WITH collect(c) AS categories WHERE size(categories) = size($categories)
UNWIND $rows AS row
CREATE (s:Service:Product {id: row[0], name: row[1]})
SET s += $shapes[row[2]]
WITH s, categories[row[3]] AS category WHERE category IS NOT NULL
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

// dependency create: rows are consumer, provider and shape of each, one after the other
UNWIND $starts AS id
MATCH (s:Service {id: id})
WITH collect(s) AS consumers WHERE size(consumers) = size($starts)
UNWIND $ends AS id
MATCH (s:Service {id: id})
WITH consumers, collect(s) AS providers WHERE size(providers) = size($ends)
UNWIND range(0, size($rows) - 1, 3) AS at
WITH $rows[at] AS start, $rows[at + 1] AS end, $shapes[$rows[at + 2]] AS shape, consumers, providers
WITH consumers[start] AS consumer, providers[end] AS provider, shape,
  $starts[start] + '\t' + $ends[end] + '\t' + coalesce(shape.group, '') AS key
CREATE (consumer)-[d:DEPENDS_ON {key: key}]->(provider)
SET d += shape;

// responsibility create: rows are role, service and shape of each, one after the other
UNWIND $starts AS id
MATCH (r:Role {id: id})
WITH collect(r) AS roles WHERE size(roles) = size($starts)
UNWIND $ends AS id
MATCH (s:Service {id: id})
WITH roles, collect(s) AS services WHERE size(services) = size($ends)
UNWIND range(0, size($rows) - 1, 3) AS at
WITH $rows[at] AS start, $rows[at + 1] AS end, $shapes[$rows[at + 2]] AS shape, roles, services
WITH roles[start] AS role, services[end] AS service, shape,
  $starts[start] + '\t' + $ends[end] + '\t' + shape.responsibility AS key
CREATE (role)-[h:RESPONSIBLE_FOR {key: key}]->(service)
SET h += shape;

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
