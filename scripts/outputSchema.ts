import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import ts from 'typescript';
import { simplified } from '../nodes/shared/fields/simplified';

/** A JSON schema as n8n's editor reads it. */
export interface Schema {
	type: 'array' | 'boolean' | 'null' | 'number' | 'object' | 'string';
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** How deep complex types are written out: deeper ones are just objects. */
const maxDepth = 2;

/** Makes schemas of the types that Microsoft publishes for Graph's objects. */
export interface SchemaMaker {
	/**
	 * The schema of a type's objects.
	 * @param type its name, in a namespace `Namespace.Name`
	 * @param names the properties that the output has, in their order; by default those that Graph returns unasked
	 * @param depth how deep complex types are written out
	 * @throws Error for a type that doesn't exist
	 */
	schemaOf(type: string, names?: readonly string[], depth?: number): Schema;
}

/** @param file the declarations of @microsoft/microsoft-graph-types */
export function schemaMaker(file: string): SchemaMaker {
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
	const interfaces = new Map<string, ts.InterfaceDeclaration>();
	const aliases = new Map<string, ts.TypeAliasDeclaration>();
	const collect = (statements: readonly ts.Statement[], namespace: string) => {
		for (const statement of statements) {
			if (ts.isInterfaceDeclaration(statement)) interfaces.set(namespace + statement.name.text, statement);
			else if (ts.isTypeAliasDeclaration(statement)) aliases.set(namespace + statement.name.text, statement);
			else if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body))
				collect(statement.body.statements, `${namespace}${statement.name.getText()}.`);
		}
	};
	collect(source.statements, '');

	/** A name as it's written within a namespace. */
	const found = (name: string, namespace: string): string => {
		const outer = name.replace(/^microsoftgraph\./, '');
		return outer === name && (interfaces.has(namespace + name) || aliases.has(namespace + name))
			? namespace + name
			: outer;
	};
	const namespaceOf = (name: string) => name.slice(0, name.lastIndexOf('.') + 1);
	const baseOf = (name: string): string | undefined => {
		const base = interfaces.get(name)?.heritageClauses?.[0]?.types[0]?.expression.getText();
		return base === undefined ? undefined : found(base, namespaceOf(name));
	};
	const isEntity = (name: string): boolean => {
		const base = baseOf(name);
		return name === 'Entity' || (base !== undefined && isEntity(base));
	};

	/** All properties of a type, its own first. */
	const membersOf = (name: string): Map<string, { member: ts.PropertySignature; namespace: string }> => {
		const declared = interfaces.get(name);
		if (declared === undefined) throw new Error(`@microsoft/microsoft-graph-types has no type ${name}.`);
		const own = declared.members
			.filter(ts.isPropertySignature)
			.map(
				(member) =>
					[member.name.getText().replace(/['"]/g, ''), { member, namespace: namespaceOf(name) }] as const,
			);
		const base = baseOf(name);
		return new Map([...own, ...(base === undefined ? [] : membersOf(base))]);
	};

	/** The schema of a property's type; `undefined` for other entities, which Graph returns only when asked. */
	const ofType = (type: ts.TypeNode | undefined, namespace: string, depth: number): Schema | undefined => {
		if (type === undefined) return undefined;
		if (ts.isParenthesizedTypeNode(type)) return ofType(type.type, namespace, depth);
		if (ts.isArrayTypeNode(type)) {
			const items = ofType(type.elementType, namespace, depth);
			return items && { type: 'array', items };
		}
		if (ts.isUnionTypeNode(type)) {
			const parts = type.types.filter((part) => part.getText() !== 'null');
			return parts.every(ts.isLiteralTypeNode) ? { type: 'string' } : ofType(parts[0], namespace, depth);
		}
		if (type.kind === ts.SyntaxKind.StringKeyword) return { type: 'string' };
		if (type.kind === ts.SyntaxKind.NumberKeyword) return { type: 'number' };
		if (type.kind === ts.SyntaxKind.BooleanKeyword) return { type: 'boolean' };
		if (!ts.isTypeReferenceNode(type)) return undefined;
		const written = type.typeName.getText();
		if (written === 'NullableOption') return ofType(type.typeArguments?.[0], namespace, depth);
		const name = found(written, namespace);
		if (aliases.has(name)) return { type: 'string' };
		if (!interfaces.has(name) || isEntity(name)) return undefined;
		return depth <= 0 ? { type: 'object' } : { type: 'object', properties: propertiesOf(name, depth - 1) };
	};

	const propertiesOf = (name: string, depth: number, names?: readonly string[]): Record<string, Schema> => {
		const members = membersOf(name);
		const unasked = () =>
			[...members]
				.filter(([, { member }]) => !/only (returned )?on \$select/i.test(member.getFullText()))
				.map(([one]) => one);
		const wanted = names ?? ['id', ...unasked().filter((one) => one !== 'id')];
		return Object.fromEntries(
			wanted.flatMap((one): Array<[string, Schema]> => {
				const { member, namespace } = members.get(one) ?? {};
				const schema = ofType(member?.type, namespace ?? '', depth);
				// An entity is in the output only where the operation asks for it by name.
				if (schema === undefined) return names !== undefined && member ? [[one, { type: 'object' }]] : [];
				return [[one, schema]];
			}),
		);
	};

	return {
		schemaOf: (type, names, depth = maxDepth) => ({
			type: 'object',
			properties: propertiesOf(type, depth, names),
		}),
	};
}

/**
 * The schema of objects after the node has simplified them.
 * @param schema of the objects as Graph returns them, deep enough for what is simplified
 * @param names the properties of the simple output, in their order
 */
export function simplifiedSchema(schema: Schema, names: readonly string[]): Schema {
	return schemaOfValue(simplified(exampleOf(schema) as IDataObject, names), maxDepth);
}

/** An object that has everything that a schema has. */
function exampleOf({ type, properties = {}, items }: Schema): unknown {
	if (type === 'array') return items === undefined ? [] : [exampleOf(items)];
	if (type === 'object') {
		return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, exampleOf(inner)]));
	}
	return { string: 'text', number: 1, boolean: true, null: null }[type];
}

function schemaOfValue(value: unknown, depth: number): Schema {
	if (value === null) return { type: 'null' };
	if (Array.isArray(value)) return { type: 'array', items: schemaOfValue(value[0] ?? {}, depth) };
	if (typeof value !== 'object') return { type: typeof value as Schema['type'] };
	const properties = Object.entries(value).map(([name, inner]) => [
		name,
		schemaOfValue(inner as unknown, depth - 1),
	]);
	return properties.length === 0 || depth < 0
		? { type: 'object' }
		: { type: 'object', properties: Object.fromEntries(properties) as Record<string, Schema> };
}
