/** What a machine doubts, laid beside the passages. No DOM. facilitator/doubt.py says the same for a page without
    script. */

/** Each passage has its `doubt` ("sort", "nowhere" or "") and whether it `bridges`. */
export function judge(passages, clusters) {
  for (const passage of passages.values()) Object.assign(passage, { doubt: "", bridges: false });
  for (const cluster of clusters) {
    for (const [doubt, ids] of [["sort", cluster.to_sort], ["nowhere", cluster.loose ? cluster.members : []]]) {
      for (const id of ids) if (passages.has(id)) passages.get(id).doubt = doubt;
    }
    for (const id of cluster.bridging) if (passages.has(id)) passages.get(id).bridges = true;
  }
}
