/* SPDX-License-Identifier: MIT */
/* folded_duckdb.js FILE...: the sum of folded files, sorted, by DuckDB. NODE_PATH has
 * @duckdb/node-api. */
"use strict";
const { DuckDBInstance } = require("@duckdb/node-api");

const quoted = text => "'" + text.replaceAll("'", "''") + "'";
/* A line is one column. */
const READ = "columns = {line: 'VARCHAR'}, auto_detect = false, header = false, delim = '\x01', quote = '', escape = ''";
const WRITE = "FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '', USE_TMP_FILE false";

async function main(files) {
	const connection = await (await DuckDBInstance.create()).connect();
	await connection.run(`
		COPY (
			SELECT stack || ' ' || sum(count)
			FROM (SELECT regexp_extract(line, '^(.*) ([0-9]+)$', 1) AS stack,
			             regexp_extract(line, '^(.*) ([0-9]+)$', 2)::BIGINT AS count
			      FROM read_csv([${files.map(quoted).join(", ")}], ${READ}))
			GROUP BY stack ORDER BY stack
		) TO '/dev/stdout' (${WRITE})`);
}

main(process.argv.slice(2)).catch(error => { console.error(error.message); process.exit(1); });
