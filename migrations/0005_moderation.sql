SELECT 1
--;
-- The console's lists and figures: relays by arrival, and by site. What they count by is in the index itself.
CREATE INDEX relay_received ON relay (campaign_id, received_at) INCLUDE (state, via, reason)
--;
CREATE INDEX relay_by_site ON relay (campaign_id, site) INCLUDE (state)
--;
-- Credits of the last days; they come in the order of their time.
CREATE INDEX credit_at ON credit USING brin (at)
