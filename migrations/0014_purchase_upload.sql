-- Files of baskets that were handed in through the console. The file itself lies in a folder until it is read.

CREATE TABLE purchase_upload (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  retailer text NOT NULL,
  name text NOT NULL,
  bytes bigint NOT NULL,
  uploaded_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'done', 'unreadable')),
  -- How far it is read; the same as bytes once it is done.
  read_bytes bigint NOT NULL DEFAULT 0,
  -- What it came to: counts by outcome, units, the first baskets that were none.
  outcome jsonb,
  fault text
)
--;
CREATE INDEX purchase_upload_campaign ON purchase_upload (campaign_id, id DESC)
--;
CREATE INDEX purchase_upload_waiting ON purchase_upload (id) WHERE state = 'waiting'
