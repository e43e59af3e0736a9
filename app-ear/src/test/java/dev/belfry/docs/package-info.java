/** What the pages in docs/ say of the code, held against the code: a list there is complete, and has nothing too much. */
@NullMarked
package dev.belfry.docs;

import org.jspecify.annotations.NullMarked;
