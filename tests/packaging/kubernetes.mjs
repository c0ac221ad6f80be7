// Holds manifests against the types that Kubernetes and the Prometheus operator have for them, in which no field may be that they do not know. Arguments: files of YAML. Prints
// what is wrong, a line each, and "N objects" at the end.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

const here = import.meta.dirname;
const sources = [];
let count = 0;
for (const path of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(path, "utf8"))) {
    for (const problem of [...document.errors, ...document.warnings]) console.log(`${path}: ${problem.message}`);
    const object = document.toJS();
    count++;
    // Kustomize's own files are no objects of a cluster, and have no types there.
    if (String(object.apiVersion).startsWith("kustomize.config.k8s.io/")) continue;
    const from = String(object.apiVersion).startsWith("monitoring.coreos.com/")
      ? "@kubernetes-models/prometheus-operator"
      : "kubernetes-models";
    sources.push(
      `// ${path}\nimport type { I${object.kind} } from "${from}/${object.apiVersion}/${object.kind}";\n` +
        `export const object: I${object.kind} = ${JSON.stringify(object, null, 2)};\n`,
    );
  }
}

// Below this folder, so that the compiler finds what is installed here.
const folder = mkdtempSync(join(here, "node_modules", ".manifests-"));
try {
  sources.forEach((source, index) => writeFileSync(join(folder, `object${index}.ts`), source));
  const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, module: "nodenext", target: "esnext", types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  execFileSync(join(here, "node_modules", ".bin", "tsc"), ["-p", folder], { encoding: "utf8" });
} catch (fault) {
  console.log(fault.stdout || fault.message);
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${count} objects`);
