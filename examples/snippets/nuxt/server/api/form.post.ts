// server/api/form.post.ts: hands an answer on to the form ?id=.
import type { Outcome } from "../utils/cms";
export default defineEventHandler(async (event): Promise<Outcome> => {
  if (!isOwn(event)) throw createError({ statusCode: 403 });
  return send(Number(getQuery(event).id), await readFormData(event), visitorOf(event), keysOf(event).unlocked);
});
