/** Protobuf fields that hold text, bytes or an inner message: key, length, content. */
function delimited(field: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.byteLength), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

/**
 * A `google.rpc.Status` with one `google.rpc.ErrorInfo` in it, encoded: the value of the trailer
 * `grpc-status-details-bin`, out of which Google's clients read what happened to each acknowledgement.
 *
 * Field numbers are those of google/rpc/status.proto and google/rpc/error_details.proto.
 */
export function encodeErrorInfo(
  code: number,
  reason: string,
  metadata: Readonly<Record<string, string>>,
): Buffer<ArrayBuffer> {
  const entries = Object.entries(metadata).map(([key, value]) =>
    delimited(3, Buffer.concat([delimited(1, key), delimited(2, value)])),
  );
  const errorInfo = Buffer.concat([delimited(1, reason), delimited(2, 'pubsub.googleapis.com'), ...entries]);
  const any = Buffer.concat([delimited(1, 'type.googleapis.com/google.rpc.ErrorInfo'), delimited(2, errorInfo)]);
  return Buffer.concat([varint(8), varint(code), delimited(2, reason), delimited(3, any)]);
}
