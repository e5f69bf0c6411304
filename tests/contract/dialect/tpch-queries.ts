/** Tables of TPC-H as Snowflake's sample database declares them; keys are recorded and not enforced. */
export const TPCH_TABLES: readonly string[] = [
  'CREATE TABLE region (r_regionkey NUMBER(38,0) NOT NULL PRIMARY KEY, r_name VARCHAR(25) NOT NULL, r_comment VARCHAR(152))',
  'CREATE TABLE nation (n_nationkey NUMBER(38,0) NOT NULL PRIMARY KEY, n_name VARCHAR(25) NOT NULL, n_regionkey NUMBER(38,0) NOT NULL REFERENCES region (r_regionkey), n_comment VARCHAR(152))',
  'CREATE TABLE part (p_partkey NUMBER(38,0) NOT NULL, p_name VARCHAR(55) NOT NULL, p_mfgr VARCHAR(25) NOT NULL, p_brand VARCHAR(10) NOT NULL, p_type VARCHAR(25) NOT NULL, p_size NUMBER(38,0) NOT NULL, p_container VARCHAR(10) NOT NULL, p_retailprice NUMBER(12,2) NOT NULL, p_comment VARCHAR(23), PRIMARY KEY (p_partkey))',
  'CREATE TABLE supplier (s_suppkey NUMBER(38,0) NOT NULL, s_name VARCHAR(25) NOT NULL, s_address VARCHAR(40) NOT NULL, s_nationkey NUMBER(38,0) NOT NULL, s_phone VARCHAR(15) NOT NULL, s_acctbal NUMBER(12,2) NOT NULL, s_comment VARCHAR(101), PRIMARY KEY (s_suppkey))',
  'CREATE TABLE partsupp (ps_partkey NUMBER(38,0) NOT NULL, ps_suppkey NUMBER(38,0) NOT NULL, ps_availqty NUMBER(38,0) NOT NULL, ps_supplycost NUMBER(12,2) NOT NULL, ps_comment VARCHAR(199), PRIMARY KEY (ps_partkey, ps_suppkey))',
  'CREATE TABLE customer (c_custkey NUMBER(38,0) NOT NULL, c_name VARCHAR(25) NOT NULL, c_address VARCHAR(40) NOT NULL, c_nationkey NUMBER(38,0) NOT NULL, c_phone VARCHAR(15) NOT NULL, c_acctbal NUMBER(12,2) NOT NULL, c_mktsegment VARCHAR(10), c_comment VARCHAR(117), PRIMARY KEY (c_custkey))',
  'CREATE TABLE orders (o_orderkey NUMBER(38,0) NOT NULL, o_custkey NUMBER(38,0) NOT NULL, o_orderstatus VARCHAR(1) NOT NULL, o_totalprice NUMBER(12,2) NOT NULL, o_orderdate DATE NOT NULL, o_orderpriority VARCHAR(15) NOT NULL, o_clerk VARCHAR(15) NOT NULL, o_shippriority NUMBER(38,0) NOT NULL, o_comment VARCHAR(79) NOT NULL, PRIMARY KEY (o_orderkey))',
  'CREATE TABLE lineitem (l_orderkey NUMBER(38,0) NOT NULL, l_partkey NUMBER(38,0) NOT NULL, l_suppkey NUMBER(38,0) NOT NULL, l_linenumber NUMBER(38,0) NOT NULL, l_quantity NUMBER(12,2) NOT NULL, l_extendedprice NUMBER(12,2) NOT NULL, l_discount NUMBER(12,2) NOT NULL, l_tax NUMBER(12,2) NOT NULL, l_returnflag VARCHAR(1) NOT NULL, l_linestatus VARCHAR(1) NOT NULL, l_shipdate DATE NOT NULL, l_commitdate DATE NOT NULL, l_receiptdate DATE NOT NULL, l_shipinstruct VARCHAR(25) NOT NULL, l_shipmode VARCHAR(10) NOT NULL, l_comment VARCHAR(44), PRIMARY KEY (l_orderkey, l_linenumber), FOREIGN KEY (l_orderkey) REFERENCES orders (o_orderkey))',
];

const REVENUE = 'SUM(l_extendedprice * (1 - l_discount))';

/** The 22 questions of TPC-H in Snowflake's SQL, with the specification's validation values. */
export const TPCH_QUERIES: readonly string[] = [
  `SELECT l_returnflag, l_linestatus, SUM(l_quantity) AS sum_qty, SUM(l_extendedprice) AS sum_base_price, ${REVENUE} AS sum_disc_price,
     SUM(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS sum_charge, AVG(l_quantity) AS avg_qty, AVG(l_extendedprice) AS avg_price,
     AVG(l_discount) AS avg_disc, COUNT(*) AS count_order
   FROM lineitem WHERE l_shipdate <= DATEADD(day, -90, TO_DATE('1998-12-01')) GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus`,
  `SELECT s_acctbal, s_name, n_name, p_partkey, p_mfgr, s_address, s_phone, s_comment
   FROM part JOIN partsupp ON p_partkey = ps_partkey JOIN supplier ON s_suppkey = ps_suppkey JOIN nation ON s_nationkey = n_nationkey JOIN region ON n_regionkey = r_regionkey
   WHERE p_size = 15 AND p_type LIKE '%BRASS' AND r_name = 'EUROPE'
   QUALIFY ps_supplycost = MIN(ps_supplycost) OVER (PARTITION BY p_partkey) ORDER BY s_acctbal DESC, n_name, s_name, p_partkey LIMIT 100`,
  `SELECT l_orderkey, ${REVENUE} AS revenue, o_orderdate, o_shippriority
   FROM customer, orders, lineitem
   WHERE c_mktsegment = 'BUILDING' AND c_custkey = o_custkey AND l_orderkey = o_orderkey AND o_orderdate < '1995-03-15'::DATE AND l_shipdate > '1995-03-15'::DATE
   GROUP BY l_orderkey, o_orderdate, o_shippriority ORDER BY revenue DESC, o_orderdate LIMIT 10`,
  `SELECT o_orderpriority, COUNT(*) AS order_count FROM orders
   WHERE o_orderdate >= '1993-07-01'::DATE AND o_orderdate < DATEADD(month, 3, '1993-07-01'::DATE)
     AND EXISTS (SELECT 1 FROM lineitem WHERE l_orderkey = o_orderkey AND l_commitdate < l_receiptdate)
   GROUP BY o_orderpriority ORDER BY o_orderpriority`,
  `SELECT n_name, ${REVENUE} AS revenue
   FROM customer JOIN orders ON c_custkey = o_custkey JOIN lineitem ON l_orderkey = o_orderkey
     JOIN supplier ON l_suppkey = s_suppkey AND c_nationkey = s_nationkey JOIN nation ON s_nationkey = n_nationkey JOIN region ON n_regionkey = r_regionkey
   WHERE r_name = 'ASIA' AND YEAR(o_orderdate) = 1994 GROUP BY n_name ORDER BY revenue DESC`,
  `SELECT SUM(l_extendedprice * l_discount) AS revenue FROM lineitem
   WHERE l_shipdate >= '1994-01-01' AND l_shipdate < DATEADD('year', 1, '1994-01-01'::DATE) AND l_discount BETWEEN 0.06 - 0.01 AND 0.06 + 0.01 AND l_quantity < 24`,
  `SELECT supp_nation, cust_nation, l_year, SUM(volume) AS revenue
   FROM (SELECT n1.n_name AS supp_nation, n2.n_name AS cust_nation, EXTRACT(year FROM l_shipdate) AS l_year, l_extendedprice * (1 - l_discount) AS volume
     FROM supplier, lineitem, orders, customer, nation n1, nation n2
     WHERE s_suppkey = l_suppkey AND o_orderkey = l_orderkey AND c_custkey = o_custkey AND s_nationkey = n1.n_nationkey AND c_nationkey = n2.n_nationkey
       AND ((n1.n_name = 'FRANCE' AND n2.n_name = 'GERMANY') OR (n1.n_name = 'GERMANY' AND n2.n_name = 'FRANCE'))
       AND l_shipdate BETWEEN '1995-01-01' AND '1996-12-31') AS shipping
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  `SELECT o_year, SUM(IFF(nation = 'BRAZIL', volume, 0)) / SUM(volume) AS mkt_share
   FROM (SELECT YEAR(o_orderdate) AS o_year, l_extendedprice * (1 - l_discount) AS volume, n2.n_name AS nation
     FROM part, supplier, lineitem, orders, customer, nation n1, nation n2, region
     WHERE p_partkey = l_partkey AND s_suppkey = l_suppkey AND l_orderkey = o_orderkey AND o_custkey = c_custkey AND c_nationkey = n1.n_nationkey
       AND n1.n_regionkey = r_regionkey AND r_name = 'AMERICA' AND s_nationkey = n2.n_nationkey
       AND o_orderdate BETWEEN '1995-01-01'::DATE AND '1996-12-31'::DATE AND p_type = 'ECONOMY ANODIZED STEEL')
   GROUP BY o_year ORDER BY o_year`,
  `SELECT n_name AS nation, YEAR(o_orderdate) AS o_year, SUM(l_extendedprice * (1 - l_discount) - ps_supplycost * l_quantity) AS sum_profit
   FROM lineitem JOIN part ON p_partkey = l_partkey JOIN supplier ON s_suppkey = l_suppkey JOIN partsupp ON ps_suppkey = l_suppkey AND ps_partkey = l_partkey
     JOIN orders ON o_orderkey = l_orderkey JOIN nation ON s_nationkey = n_nationkey
   WHERE CONTAINS(p_name, 'green') GROUP BY nation, o_year ORDER BY nation, o_year DESC`,
  `SELECT c_custkey, c_name, ${REVENUE} AS revenue, c_acctbal, n_name, c_address, c_phone, c_comment
   FROM customer JOIN orders ON c_custkey = o_custkey JOIN lineitem ON l_orderkey = o_orderkey JOIN nation ON c_nationkey = n_nationkey
   WHERE DATE_TRUNC('quarter', o_orderdate) = '1993-10-01' AND l_returnflag = 'R'
   GROUP BY c_custkey, c_name, c_acctbal, c_phone, n_name, c_address, c_comment ORDER BY revenue DESC LIMIT 20`,
  `WITH german AS (SELECT ps_partkey, ps_supplycost * ps_availqty AS value FROM partsupp JOIN supplier ON ps_suppkey = s_suppkey JOIN nation ON s_nationkey = n_nationkey WHERE n_name = 'GERMANY')
   SELECT ps_partkey, SUM(value) AS value FROM german GROUP BY ps_partkey HAVING SUM(german.value) > (SELECT SUM(value) * 0.0001 FROM german) ORDER BY 2 DESC`,
  `SELECT l_shipmode, COUNT_IF(o_orderpriority IN ('1-URGENT', '2-HIGH')) AS high_line_count, COUNT_IF(o_orderpriority NOT IN ('1-URGENT', '2-HIGH')) AS low_line_count
   FROM orders JOIN lineitem ON o_orderkey = l_orderkey
   WHERE l_shipmode IN ('MAIL', 'SHIP') AND l_commitdate < l_receiptdate AND l_shipdate < l_commitdate
     AND l_receiptdate >= '1994-01-01'::DATE AND l_receiptdate < '1994-01-01'::DATE + INTERVAL '1 year'
   GROUP BY l_shipmode ORDER BY l_shipmode`,
  `SELECT c_count, COUNT(*) AS custdist
   FROM (SELECT c_custkey, COUNT(o_orderkey) FROM customer LEFT OUTER JOIN orders ON c_custkey = o_custkey AND o_comment NOT LIKE '%special%requests%' GROUP BY c_custkey) AS c_orders (c_custkey, c_count)
   GROUP BY c_count ORDER BY custdist DESC, c_count DESC`,
  `SELECT 100.00 * SUM(CASE WHEN p_type LIKE 'PROMO%' THEN l_extendedprice * (1 - l_discount) ELSE 0 END) / ${REVENUE} AS promo_revenue
   FROM lineitem, part WHERE l_partkey = p_partkey AND l_shipdate >= '1995-09-01' AND l_shipdate < DATEADD(month, 1, '1995-09-01'::DATE)`,
  `WITH revenue (supplier_no, total_revenue) AS (SELECT l_suppkey, ${REVENUE} FROM lineitem
     WHERE l_shipdate >= '1996-01-01'::DATE AND l_shipdate < DATEADD(month, 3, '1996-01-01'::DATE) GROUP BY l_suppkey)
   SELECT s_suppkey, s_name, s_address, s_phone, total_revenue FROM supplier JOIN revenue ON s_suppkey = supplier_no
   WHERE total_revenue = (SELECT MAX(total_revenue) FROM revenue) ORDER BY s_suppkey`,
  `SELECT p_brand, p_type, p_size, COUNT(DISTINCT ps_suppkey) AS supplier_cnt
   FROM partsupp JOIN part ON p_partkey = ps_partkey
   WHERE p_brand <> 'Brand#45' AND p_type NOT LIKE 'MEDIUM POLISHED%' AND p_size IN (49, 14, 23, 45, 19, 3, 36, 9)
     AND ps_suppkey NOT IN (SELECT s_suppkey FROM supplier WHERE s_comment LIKE '%Customer%Complaints%')
   GROUP BY p_brand, p_type, p_size ORDER BY supplier_cnt DESC, p_brand, p_type, p_size`,
  `SELECT SUM(l_extendedprice) / 7.0 AS avg_yearly FROM lineitem JOIN part ON p_partkey = l_partkey
   WHERE p_brand = 'Brand#23' AND p_container = 'MED BOX' AND l_quantity < (SELECT 0.2 * AVG(l.l_quantity) FROM lineitem l WHERE l.l_partkey = p_partkey)`,
  `SELECT c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice, SUM(l_quantity)
   FROM customer, orders, lineitem
   WHERE o_orderkey IN (SELECT l_orderkey FROM lineitem GROUP BY l_orderkey HAVING SUM(l_quantity) > 300) AND c_custkey = o_custkey AND o_orderkey = l_orderkey
   GROUP BY c_name, c_custkey, o_orderkey, o_orderdate, o_totalprice ORDER BY o_totalprice DESC, o_orderdate LIMIT 100`,
  `SELECT ${REVENUE} AS revenue FROM lineitem JOIN part ON p_partkey = l_partkey
   WHERE l_shipmode IN ('AIR', 'AIR REG') AND l_shipinstruct = 'DELIVER IN PERSON'
     AND ((p_brand = 'Brand#12' AND p_container IN ('SM CASE', 'SM BOX', 'SM PACK', 'SM PKG') AND l_quantity BETWEEN 1 AND 11 AND p_size BETWEEN 1 AND 5)
       OR (p_brand = 'Brand#23' AND p_container IN ('MED BAG', 'MED BOX', 'MED PKG', 'MED PACK') AND l_quantity BETWEEN 10 AND 20 AND p_size BETWEEN 1 AND 10)
       OR (p_brand = 'Brand#34' AND p_container IN ('LG CASE', 'LG BOX', 'LG PACK', 'LG PKG') AND l_quantity BETWEEN 20 AND 30 AND p_size BETWEEN 1 AND 15))`,
  `SELECT s_name, s_address FROM supplier JOIN nation ON s_nationkey = n_nationkey
   WHERE n_name = 'CANADA' AND s_suppkey IN (SELECT ps_suppkey FROM partsupp
     WHERE ps_partkey IN (SELECT p_partkey FROM part WHERE STARTSWITH(p_name, 'forest'))
       AND ps_availqty > (SELECT 0.5 * SUM(l_quantity) FROM lineitem WHERE l_partkey = ps_partkey AND l_suppkey = ps_suppkey AND YEAR(l_shipdate) = 1994))
   ORDER BY s_name`,
  `SELECT s_name, COUNT(*) AS numwait FROM supplier, lineitem l1, orders, nation
   WHERE s_suppkey = l1.l_suppkey AND o_orderkey = l1.l_orderkey AND o_orderstatus = 'F' AND l1.l_receiptdate > l1.l_commitdate
     AND EXISTS (SELECT 1 FROM lineitem l2 WHERE l2.l_orderkey = l1.l_orderkey AND l2.l_suppkey <> l1.l_suppkey)
     AND NOT EXISTS (SELECT 1 FROM lineitem l3 WHERE l3.l_orderkey = l1.l_orderkey AND l3.l_suppkey <> l1.l_suppkey AND l3.l_receiptdate > l3.l_commitdate)
     AND s_nationkey = n_nationkey AND n_name = 'SAUDI ARABIA'
   GROUP BY s_name ORDER BY numwait DESC, s_name LIMIT 100`,
  `SELECT cntrycode, COUNT(*) AS numcust, SUM(c_acctbal) AS totacctbal
   FROM (SELECT LEFT(c_phone, 2) AS cntrycode, c_acctbal FROM customer
     WHERE SUBSTR(c_phone, 1, 2) IN ('13', '31', '23', '29', '30', '18', '17')
       AND c_acctbal > (SELECT AVG(c_acctbal) FROM customer WHERE c_acctbal > 0.00 AND LEFT(c_phone, 2) IN ('13', '31', '23', '29', '30', '18', '17'))
       AND NOT EXISTS (SELECT 1 FROM orders WHERE o_custkey = c_custkey)) AS custsale
   GROUP BY cntrycode ORDER BY cntrycode`,
];
