import { type Document, isAlias, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { AppError } from '#shared/errors/app-error.ts';
import type { ModelChange } from '#shared/conversation/suggest-change.ts';
import type { ModelSources } from '#shared/semantic/parse-model.ts';
import { filterOf, verifiedPlanOf } from './write-change.ts';

/** Lists of a table, and of the model itself, whose elements have synonyms. */
const TABLE_LISTS = ['dimensions', 'time_dimensions', 'facts', 'metrics', 'filters'];

/**
 * A model's files with a change written into them; comments stay where they are.
 *
 * @throws AppError `not_found` when the files do not have what the change is about.
 */
export function editModelFiles(sources: ModelSources, change: ModelChange): ModelSources {
  if (change.kind === 'synonym' && change.value === null) {
    const document = parseDocument(sources.model);
    addTo(elementOf(document, change.element), 'synonyms', change.word, document);
    return { ...sources, model: written(document) };
  }
  const document = parseDocument(sources.sidecar ?? `model: ${nameOf(sources)}\n`);
  editSidecar(document, change);
  return { ...sources, sidecar: written(document) };
}

function editSidecar(document: Document, change: ModelChange): void {
  const root = mapOf(document.contents, document);
  switch (change.kind) {
    case 'synonym': {
      const values = ['elements', change.element, 'value_synonyms'].reduce(
        (map, key) => childOf(map, key, document),
        root,
      );
      addTo(values, change.value ?? '', change.word, document);
      break;
    }
    case 'verified-plan':
      addTo(root, 'verified_plans', verifiedPlanOf(change), document);
      break;
    case 'default-filter':
      addTo(root, 'default_filters', filterOf(change), document);
  }
}

function nameOf({ model }: ModelSources): string {
  return String(parseDocument(model).get('name'));
}

function written(document: Document): string {
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}

/** What an alias stands for is edited where it is written. */
function mapOf(node: unknown, document: Document): YAMLMap {
  const meant = isAlias(node) ? node.resolve(document) : node;
  if (isMap(meant)) return meant;
  throw new AppError('not_found', 'The model’s files do not have what the change is about.');
}

/** The map below a key; made when there is none. */
function childOf(map: YAMLMap, key: string, document: Document): YAMLMap {
  if (!map.has(key)) map.set(document.createNode(key), document.createNode({}));
  return mapOf(map.get(key, true), document);
}

function addTo(map: YAMLMap, key: string, value: unknown, document: Document): void {
  if (!map.has(key)) map.set(document.createNode(key), document.createNode([]));
  const node = map.get(key, true);
  const list = isAlias(node) ? node.resolve(document) : node;
  if (!isSeq(list)) throw new AppError('not_found', `“${key}” is no list in the model’s files.`);
  list.add(document.createNode(value));
}

function listOf(map: YAMLMap, key: string): YAMLSeq | null {
  const list = map.get(key);
  return isSeq(list) ? list : null;
}

function named(map: YAMLMap, lists: readonly string[], name: string): YAMLMap | undefined {
  const items = lists.flatMap((key) => listOf(map, key)?.items ?? []);
  return items.filter(isMap).find((item) => item.get('name') === name);
}

/** The map of an element by its id: `table.name`, or the name of a metric of the whole model. */
function elementOf(document: Document, id: string): YAMLMap {
  const root = mapOf(document.contents, document);
  const [first = '', second] = id.split('.');
  if (second === undefined) return mapOf(named(root, ['metrics'], first), document);
  return mapOf(named(mapOf(named(root, ['tables'], first), document), TABLE_LISTS, second), document);
}
