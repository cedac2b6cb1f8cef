/**
 * @file ONNX models of one or two casts, written byte by byte: ONNX Runtime is the reference for encoding.
 *
 * Field numbers are those of onnx.proto (onnx/onnx, ONNX IR version 10). Opset 21, since Cast knows 8-bit floats from
 * opset 19 on. JavaScript has no tensor of such floats, so they never leave the model: they are cast back to float32,
 * which holds each of them exactly, or only their shape is asked for.
 */

/** TensorProto.DataType. */
const onnxTypes = { float: 1, int64: 7, float16: 10, bfloat16: 16, e4m3: 17, e5m2: 19 } as const;
export type OnnxType = keyof typeof onnxTypes;

/** float32 → the type, saturating → float32. */
export function castAndBackModel(type: OnnxType): Uint8Array {
  return model([
    node("Cast", "values", "codes", [attribute("to", onnxTypes[type]), ...(isEightBit(type) ? [attribute("saturate", 1)] : [])]),
    node("Cast", "codes", "result", [attribute("to", onnxTypes.float)]),
  ], onnxTypes.float);
}

/** float32 → the type, saturating; the result is the shape alone, so that the cast is all the work there is. */
export function castModel(type: OnnxType): Uint8Array {
  return model([
    node("Cast", "values", "codes", [attribute("to", onnxTypes[type]), ...(isEightBit(type) ? [attribute("saturate", 1)] : [])]),
    node("Shape", "codes", "result", []),
  ], onnxTypes.int64);
}

/** What `castModel` does besides casting: the values go in, their shape comes out. */
export function noCastModel(): Uint8Array {
  return model([node("Shape", "values", "result", [])], onnxTypes.int64);
}

const isEightBit = (type: OnnxType): boolean => type === "e4m3" || type === "e5m2";

function model(nodes: Field[], resultType: number): Uint8Array {
  const graph = [...nodes, text(2, "cast"), tensor(11, "values", onnxTypes.float), tensor(12, "result", resultType)];
  return Uint8Array.from([...integer(1, 10), ...message(7, graph), ...message(8, [text(1, ""), integer(2, 21)])]);
}

function node(operator: string, input: string, output: string, attributes: Field[]): Field {
  return message(1, [text(1, input), text(2, output), text(4, operator), ...attributes]);
}

/** An attribute of type INT. */
function attribute(name: string, value: number): Field {
  return message(5, [text(1, name), integer(3, value), integer(20, 2)]);
}

/** A tensor of one dimension, of any length. */
function tensor(field: number, name: string, elementType: number): Field {
  const shape = message(2, [message(1, [text(2, "length")])]);
  return message(field, [text(1, name), message(2, [message(1, [integer(1, elementType), shape])])]);
}

/** One field of a Protocol Buffers message, as bytes. */
type Field = number[];

function integer(field: number, value: number): Field {
  return [...varint(field << 3), ...varint(value)];
}

function text(field: number, value: string): Field {
  return delimited(field, [...new TextEncoder().encode(value)]);
}

function message(field: number, fields: Field[]): Field {
  return delimited(field, fields.flat());
}

function delimited(field: number, bytes: number[]): Field {
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
