-- Purchases: what a retailer's till says of a basket, and what it triggered.

-- When a credit falls due: null at once, else when its hold period ends (goods can still come back).
ALTER TABLE credit ADD COLUMN due_at timestamptz
--;
ALTER TABLE campaign_count
  ADD COLUMN purchases bigint NOT NULL DEFAULT 0 CHECK (purchases >= 0),
  ADD COLUMN volunteers bigint NOT NULL DEFAULT 0 CHECK (volunteers >= 0)
--;
-- Key of the digests in which receipts are kept: a receipt's own number is never stored.
CREATE TABLE receipt_key (
  campaign_id text PRIMARY KEY,
  key bytea NOT NULL
)
--;
-- A basket that counts for at least one promise. Others are not kept: the same till's file again is judged again.
CREATE TABLE purchase (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  -- Keyed digests of the receipt's number, and of all it says: the same number with other content is a conflict.
  receipt bytea NOT NULL,
  content bytea NOT NULL,
  id text NOT NULL UNIQUE,
  shop text NOT NULL,
  at timestamptz NOT NULL,
  taken_at timestamptz NOT NULL,
  -- Per offer: the products that count and were not brought back, and the acts that stand.
  claims jsonb NOT NULL,
  PRIMARY KEY (campaign_id, retailer, receipt)
)
--;
-- Products brought back; `original` is the digest of the receipt they were bought with. Held until that one comes.
CREATE TABLE purchase_return (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  receipt bytea NOT NULL,
  content bytea NOT NULL,
  original bytea NOT NULL,
  lines jsonb NOT NULL,
  done boolean NOT NULL,
  -- Units taken back, 0 or less.
  units bigint NOT NULL DEFAULT 0 CHECK (units <= 0),
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (campaign_id, retailer, receipt)
)
--;
CREATE INDEX purchase_return_original ON purchase_return (campaign_id, retailer, original)
--;
-- Offers that count a shop's whole day: how many of each product were sold and not brought back.
CREATE TABLE purchase_pool (
  campaign_id text NOT NULL,
  offer text NOT NULL,
  retailer text NOT NULL,
  shop text NOT NULL,
  day date NOT NULL,
  gtin text NOT NULL,
  quantity bigint NOT NULL CHECK (quantity >= 0),
  PRIMARY KEY (campaign_id, offer, retailer, shop, day, gtin)
)
--;
-- What is public of purchases: sums by retailer and day, never a receipt.
CREATE TABLE purchase_day (
  campaign_id text NOT NULL,
  retailer text NOT NULL,
  day date NOT NULL,
  baskets bigint NOT NULL DEFAULT 0,
  acts bigint NOT NULL DEFAULT 0,
  units bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign_id, retailer, day)
)
--;
-- What a relay is, and the number of the counted relay through which its author came. Null for a post.
ALTER TABLE relay ADD COLUMN kind text, ADD COLUMN referred_by bigint
--;
-- Whom a relay brought.
CREATE INDEX relay_referred_by ON relay (campaign_id, referred_by) WHERE referred_by IS NOT NULL
