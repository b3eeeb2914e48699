-- Fill an order book, index it, report on it, search it.
PRAGMA journal_mode = WAL;
PRAGMA cache_size = -2000;
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, town TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, day TEXT, cents INTEGER, note TEXT);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
  INSERT INTO customer SELECT i, printf('customer %05d', i * 7919 % 20000), json('["Amsterdam","Berlin","Copenhagen","Dublin"]') ->> (i % 4) FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000)
  INSERT INTO orders SELECT i, abs(random()) % 20000, date('2020-01-01', (i % 1400) || ' days'), abs(random()) % 90000, hex(randomblob(12)) FROM n;
COMMIT;
CREATE INDEX orders_by_customer ON orders (customer, day);
CREATE INDEX orders_by_note ON orders (note);
ANALYZE;
SELECT town, count(*), sum(cents), avg(length(note)) FROM orders JOIN customer c ON c.id = customer GROUP BY town ORDER BY 3 DESC LIMIT 5;
SELECT strftime('%Y-%m', day) AS month, max(cents), group_concat(DISTINCT customer % 7) FROM orders GROUP BY month ORDER BY month DESC LIMIT 5;
SELECT count(*) FROM orders WHERE note LIKE '%AB%CD%' OR note GLOB '*F0*0F*';
SELECT name, rank() OVER (ORDER BY total DESC) FROM (SELECT name, sum(cents) AS total FROM customer c JOIN orders o ON o.customer = c.id GROUP BY c.id) LIMIT 5;
CREATE VIRTUAL TABLE search USING fts5 (body);
INSERT INTO search SELECT name || ' from ' || town || ' ordered ' || note FROM orders JOIN customer c ON c.id = customer LIMIT 15000;
SELECT count(*) FROM search WHERE search MATCH 'berlin* OR copen*';
UPDATE orders SET cents = cents + 1 WHERE customer % 5 = 0;
DELETE FROM orders WHERE day < '2020-06-01';
SELECT json_group_array(json_object('id', id, 'note', note)) ->> '$[#-1].id' FROM (SELECT * FROM orders LIMIT 8000);
PRAGMA integrity_check;
VACUUM;
