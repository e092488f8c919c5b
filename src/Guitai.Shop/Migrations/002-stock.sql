-- Everything that ever moved a product in or out of a store; on hand is the sum of its moves, kept up with them. A move has the id of what it comes
-- from (an order's line, an opening count), so that the same event can never move twice. counted_milli is what somebody counted, where the move
-- is such a count: the quantity is then the difference to what the moves before it said.
CREATE TABLE stock_move (
    merchant {text} NOT NULL, id {text} NOT NULL, store {text} NOT NULL, product {text} NOT NULL, kind {int} NOT NULL,
    quantity_milli {int} NOT NULL, counted_milli {int}, at_ms {int} NOT NULL, business_date {int} NOT NULL, who {text} NOT NULL,
    PRIMARY KEY (merchant, id)
) {strict};
CREATE INDEX stock_move_product ON stock_move (merchant, product, store, at_ms);
CREATE TABLE stock_level (
    merchant {text} NOT NULL, product {text} NOT NULL, store {text} NOT NULL, on_hand_milli {int} NOT NULL, counts {int} NOT NULL,
    PRIMARY KEY (merchant, product, store)
) {strict};

-- What was sold and given back before there was a stock.
INSERT INTO stock_move
SELECT l.merchant, l.till || '/' || l.incarnation || '/' || CAST(l.seq AS TEXT) || '/' || CAST(l.line AS TEXT), o.store, l.product,
    CASE o.kind WHEN 'sale' THEN 2 ELSE 3 END, CASE o.kind WHEN 'sale' THEN -l.quantity_milli ELSE l.quantity_milli END, CAST(NULL AS BIGINT),
    o.at_ms, o.business_date, o.staff
FROM order_line_row l
JOIN order_row o ON o.merchant = l.merchant AND o.till = l.till AND o.incarnation = l.incarnation AND o.seq = l.seq
WHERE l.product IS NOT NULL AND o.kind IN ('sale', 'refund');
INSERT INTO stock_level
SELECT merchant, product, store, CAST(sum(quantity_milli) AS BIGINT), 0 FROM stock_move GROUP BY merchant, product, store;
