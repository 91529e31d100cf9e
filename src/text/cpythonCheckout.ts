/** What a folder must hold to be a CPython checkout, from its root. */
const landmarks = ["Include/Python.h", "Python/ceval.c", "Misc/NEWS.d"];

/** Whether a folder is a CPython checkout; `exists` is asked for paths relative to it. */
export async function isCPythonCheckout(
  exists: (path: string) => Promise<boolean>,
): Promise<boolean> {
  return (await Promise.all(landmarks.map(exists))).every(Boolean);
}
