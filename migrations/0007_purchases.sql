-- Purchases: what a retailer's till says of a basket, and what it triggered.

-- When a credit falls due: null at once, else when its hold period ends (goods can still come back).
ALTER TABLE credit ADD COLUMN due_at timestamptz
--;
ALTER TABLE campaign_count
  ADD COLUMN purchases bigint NOT NULL DEFAULT 0 CHECK (purchases >= 0),
  ADD COLUMN volunteers bigint NOT NULL DEFAULT 0 CHECK (volunteers >= 0)
