// SPDX-License-Identifier: MIT
// duckdb.js QUERY: prints the rows of a query as JSON.
'use strict';
const { DuckDBInstance } = require('@duckdb/node-api');

async function rows(query) {
  const database = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await database.connect();
  const result = await connection.runAndReadAll(query);
  connection.closeSync();
  return result.getRowsJson();
}

rows(process.argv[2]).then(
  (found) => process.stdout.write(JSON.stringify(found)),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
