// Who holds which responsibility for what: R does the work, A answers for it, C is asked, I is told.
//
// Like: graphmodel roles

MATCH (r:Role)-[h:RESPONSIBLE_FOR]->(s:Service)
RETURN r.id AS role, r.name AS name, s.id AS service, s.name AS service_name,
       h.responsibility AS responsibility, h.duty AS duty
ORDER BY role, service, CASE h.responsibility WHEN 'R' THEN 1 WHEN 'A' THEN 2 WHEN 'C' THEN 3 ELSE 4 END
