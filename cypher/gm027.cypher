// GM027: planned, and never started; retiring, with no date.
//
// Like: graphmodel gaps --rule GM027
// :param day => '2025-06-01'
//
// Judged by a day, which graphmodel takes to be today. A start may be late by 30 days.

MATCH (s:Service)
WHERE NOT coalesce(s.placeholder, false)
WITH s, duration.inDays(s.starts, date($day)).days AS late
WHERE (s.lifecycle = 'planned' AND late > 30) OR (s.lifecycle = 'retiring' AND s.ends IS NULL)
RETURN 'GM027' AS code, 'info' AS severity, s.id AS subject,
       CASE WHEN coalesce(s.name, s.id) = s.id THEN s.id ELSE s.name + ' (' + s.id + ')' END
         + CASE s.lifecycle
             WHEN 'retiring' THEN ' is retiring, and no end is stated'
             ELSE ' was to start on ' + toString(s.starts) + ' and is planned still, '
                  + CASE WHEN late < 1000 THEN toString(late)
                         ELSE (late / 1000) + ',' + right('00' + (late % 1000), 3) END + ' days later'
           END AS message,
       s.name AS name
ORDER BY subject
