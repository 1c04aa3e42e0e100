/** A worker for the tests of the pool that ends before it is ready. */
process.exit(1);
