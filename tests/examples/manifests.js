// SPDX-License-Identifier: MIT
// manifests.js NODE_MODULES FILE...: prints the documents of YAML files as JSON.
// manifests.js NODE_MODULES: reads such JSON, prints what the schema of each object complains of.
'use strict';
const fs = require('fs');
const path = require('path');
const [modules, ...files] = process.argv.slice(2);
const load = (name) => require(path.join(modules, name));

function complaint(object) {
  try {
    new (load(`kubernetes-models/${object.apiVersion}/${object.kind}`)[object.kind])(object).validate();
    return null;
  } catch (error) {
    return error.message.split('\n')[0];
  }
}

const result = files.length
  ? files.map((file) => load('js-yaml').loadAll(fs.readFileSync(file, 'utf8')))
  : JSON.parse(fs.readFileSync(0, 'utf8')).map(complaint);
console.log(JSON.stringify(result));
