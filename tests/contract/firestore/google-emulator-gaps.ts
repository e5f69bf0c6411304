/** Features that Google's own Firestore emulator (Cloud SDK 528) is known to lack, with what it does instead. */
export const GOOGLE_EMULATOR_GAPS: Readonly<Record<string, string>> = {
  'cuts a collection group into partitions that together are the whole': 'PartitionQuery is UNIMPLEMENTED',
  'orders by id downwards': 'FAILED_PRECONDITION, it “does not support descending key scans”',
};
